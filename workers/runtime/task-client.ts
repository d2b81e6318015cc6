// Has a task done in a process of its own and waits for it.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from './child-environment';
import { JobFailure } from './job-failure';
import type { FromTaskProcess, TaskOptions, ToTaskProcess } from './task-protocol';
import { WorkerProblemError } from './worker-problem';

const isBundled = import.meta.url.endsWith('.js');
const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));
/** How long a cancelled task may take to put its files away. */
const CANCEL_MS = 2_500;

/** Starts the process from its bundle or, in development and tests, from its source. */
function startProcess(entry: string): ChildProcess {
  return fork(entry, [], {
    serialization: 'advanced',
    env: childEnvironment(),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    ...(isBundled ? { execArgv: [] } : { execArgv: ['--import', 'tsx'], cwd: repositoryRoot }),
  });
}

function outcomeOf<Answer>(child: ChildProcess, onProgress: TaskOptions['onProgress']): Promise<Answer> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: FromTaskProcess<Answer>) => {
      if (message.type === 'progress') onProgress(message.progress);
      else if (message.type === 'done') resolve(message.answer);
      else if (message.problem)
        reject(new WorkerProblemError(message.problem, { cause: new Error(message.fault) }));
      else if (message.sentence === null) reject(new Error(message.fault));
      else reject(new JobFailure(message.sentence, false, { cause: new Error(message.fault) }));
    });
    child.once('error', reject);
    child.once('exit', (code, killer) =>
      reject(new Error(`The process of a task ended with ${killer ?? code}.`)),
    );
  });
}

/**
 * Does `task` in the process at `entry`, which serves such tasks (task-server.ts), leaving this process free.
 * @throws JobFailure with a sentence when the material is the reason, WorkerProblemError when this machine is, Error for a defect, the signal's reason when it
 *   is aborted
 */
export async function runTask<Task, Answer>(
  entry: URL,
  task: Task,
  { signal, onProgress }: TaskOptions,
): Promise<Answer> {
  signal.throwIfAborted();
  const child = startProcess(fileURLToPath(entry));
  const send = (message: ToTaskProcess<Task>) => child.send(message);
  let killing: NodeJS.Timeout | undefined;
  const onAbort = () => {
    send({ type: 'cancel' });
    killing = setTimeout(() => child.kill('SIGKILL'), CANCEL_MS);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const outcome = outcomeOf<Answer>(child, onProgress);
    send({ type: 'work', task });
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
