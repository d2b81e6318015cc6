// Does a style task in a process of its own and waits for it.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { JobFailure } from '../runtime/job-failure';
import type { AnswerTo, FromStyleProcess, StyleTask, ToStyleProcess } from './process-protocol';

const isBundled = import.meta.url.endsWith('.js');
const entry = new URL(isBundled ? './style-process.js' : './style-process.ts', import.meta.url);
const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));
/** How long a cancelled task may take to put its files away. */
const CANCEL_MS = 2_500;

export interface TaskOptions {
  readonly signal: AbortSignal;
  /** Called with 0 to 1. */
  readonly onProgress: (progress: number) => void;
}

/** Starts the process from its bundle or, in development and tests, from its source. */
function startProcess(): ChildProcess {
  return fork(fileURLToPath(entry), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    ...(isBundled ? { execArgv: [] } : { execArgv: ['--import', 'tsx'], cwd: repositoryRoot }),
  });
}

function outcomeOf<Task extends StyleTask>(
  child: ChildProcess,
  onProgress: TaskOptions['onProgress'],
): Promise<AnswerTo<Task>> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: FromStyleProcess) => {
      if (message.type === 'progress') onProgress(message.progress);
      // The process answers the one task it was given.
      else if (message.type === 'done') resolve(message.answer as AnswerTo<Task>);
      else if (message.sentence === null) reject(new Error(message.fault));
      else reject(new JobFailure(message.sentence, false, { cause: new Error(message.fault) }));
    });
    child.once('error', reject);
    child.once('exit', (code, killer) =>
      reject(new Error(`The style process ended with ${killer ?? code}.`)),
    );
  });
}

/**
 * Does `task`, leaving this process free.
 * @throws JobFailure with a sentence when the sound is the reason, Error for a defect, the signal's reason when it
 *   is aborted
 */
export async function runStyleTask<Task extends StyleTask>(
  task: Task,
  { signal, onProgress }: TaskOptions,
): Promise<AnswerTo<Task>> {
  signal.throwIfAborted();
  const child = startProcess();
  let killing: NodeJS.Timeout | undefined;
  const onAbort = () => {
    child.send({ type: 'cancel' } satisfies ToStyleProcess);
    killing = setTimeout(() => child.kill('SIGKILL'), CANCEL_MS);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const outcome = outcomeOf<Task>(child, onProgress);
    child.send({ type: 'work', task } satisfies ToStyleProcess);
    return await outcome;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(killing);
    signal.removeEventListener('abort', onAbort);
    child.kill('SIGKILL');
  }
}
