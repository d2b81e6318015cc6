// The style process: analysis and synthesis keep a core busy, which the loop that holds the queue's lock must not be.
import { StyleSoundError } from '@/audio/style/grain';
import { MediaToolError, UnusableAudioError } from '@/server/shared/media/errors';
import { buildLibrary } from './build-library';
import { playStem } from './play-stem';
import type { TaskOptions } from './process-client';
import type { FromStyleProcess, StyleTask, ToStyleProcess } from './process-protocol';

/** At most this often, so that telling costs nothing. */
const PROGRESS_EVERY_MS = 100;

function failure(error: unknown): FromStyleProcess {
  const fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
  const isTold =
    error instanceof StyleSoundError ||
    error instanceof UnusableAudioError ||
    error instanceof MediaToolError;
  return { type: 'failed', sentence: isFull ? 'The disk is full.' : isTold ? error.message : null, fault };
}

const work = (task: StyleTask, options: TaskOptions) =>
  task.kind === 'library' ? buildLibrary(task, options) : playStem(task, options);

async function answer(task: StyleTask, signal: AbortSignal): Promise<FromStyleProcess> {
  let toldAt = 0;
  const onProgress = (progress: number) => {
    if (performance.now() - toldAt < PROGRESS_EVERY_MS) return;
    toldAt = performance.now();
    process.send?.({ type: 'progress', progress } satisfies FromStyleProcess);
  };
  try {
    return { type: 'done', answer: await work(task, { signal, onProgress }) };
  } catch (error) {
    return failure(error);
  }
}

const cancel = new AbortController();
process.on('message', async (message: ToStyleProcess) => {
  if (message.type === 'cancel') cancel.abort();
  else process.send?.(await answer(message.task, cancel.signal), () => process.disconnect());
});
// The worker is gone, or has its answer; FFmpeg goes with this process.
process.on('disconnect', () => process.exit());
