// Asks a style thread for one task and waits for it.
import { Worker } from 'node:worker_threads';
import type { GrainLibrary } from '@/audio/style/grain';
import { StyleSoundError } from '@/audio/style/grain';
import type { StereoSound } from './load-stereo';
import type { RestyleOutcome, RestyleTask, StyleTask } from './style-tasks';
import type { FromStyleThread } from './thread-protocol';

export interface StyleTaskOptions {
  readonly signal?: AbortSignal;
  /** Told the share of the work that is done, 0..1. */
  readonly onProgress?: (share: number) => void;
}

type Answer = Extract<FromStyleThread, { type: 'library' | 'restyled' }>;

const isBundled = import.meta.url.endsWith('.js');
const entry = new URL(isBundled ? './style-thread.js' : './style-thread.ts', import.meta.url);
/** A thread does not take over what reads TypeScript, so it begins by calling that in. */
const FROM_SOURCE = `
  import('tsx/esm/api').then(({ register }) => {
    register();
    return import(require('node:worker_threads').workerData);
  });`;

/** Starts the thread from its bundle or, in development and tests, from its source. */
function startWorker(): Worker {
  if (isBundled) return new Worker(entry, { execArgv: [] });
  return new Worker(FROM_SOURCE, { eval: true, execArgv: [], workerData: entry.href });
}

function answerOf(worker: Worker, onProgress: StyleTaskOptions['onProgress']): Promise<Answer> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromStyleThread) => {
      if (message.type === 'progress') onProgress?.(message.share);
      else if (message.type !== 'failed') resolve(message);
      else reject(message.sentence === null ? message.error : new StyleSoundError(message.sentence));
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The style thread ended with ${code}.`)));
  });
}

async function runTask(task: StyleTask, { signal, onProgress }: StyleTaskOptions): Promise<Answer> {
  signal?.throwIfAborted();
  const worker = startWorker();
  const onAbort = () => void worker.terminate();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const answer = answerOf(worker, onProgress);
    worker.postMessage(task);
    return await answer;
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', onAbort);
    await worker.terminate();
  }
}

/**
 * Builds a grain library in a thread of its own.
 * @throws StyleSoundError with the sentence for the person, the signal's reason when it is aborted
 */
export async function buildLibraryInThread(
  style: StereoSound,
  options: StyleTaskOptions = {},
): Promise<GrainLibrary> {
  const answer = await runTask({ type: 'grains', style }, options);
  if (answer.type !== 'library') throw new Error('The style thread gave another answer than was asked for.');
  return answer.library;
}

/** Plays a stem in a thread of its own. Same errors as {@link buildLibraryInThread}. */
export async function restyleInThread(
  task: Omit<RestyleTask, 'type'>,
  options: StyleTaskOptions = {},
): Promise<RestyleOutcome> {
  const answer = await runTask({ type: 'restyle', ...task }, options);
  if (answer.type !== 'restyled') throw new Error('The style thread gave another answer than was asked for.');
  return answer.outcome;
}
