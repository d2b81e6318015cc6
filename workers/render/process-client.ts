// Renders in a process of its own and waits for it.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '../runtime/child-environment';
import { WorkerProblemError } from '../runtime/worker-problem';
import type { FromRenderProcess, ToRenderProcess } from './process-protocol';
import type { RenderOptions, RenderReport, RenderSpec } from './render-spec';

/** The render did not succeed. `sentence` is for the person, null when it is a defect; `message` is for the log. */
export class RenderFailure extends Error {
  constructor(
    readonly sentence: string | null,
    fault: string,
  ) {
    super(fault);
  }
}

const isBundled = import.meta.url.endsWith('.js');
const entry = new URL(isBundled ? './render-process.js' : './render-process.ts', import.meta.url);
const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));
/** How long a cancelled render may take to put its files away. */
const CANCEL_MS = 2_500;

/** Starts the process from its bundle or, in development and tests, from its source. */
function startProcess(): ChildProcess {
  return fork(fileURLToPath(entry), [], {
    serialization: 'advanced',
    env: childEnvironment(),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    ...(isBundled ? { execArgv: [] } : { execArgv: ['--import', 'tsx'], cwd: repositoryRoot }),
  });
}

function outcomeOf(child: ChildProcess, onProgress: RenderOptions['onProgress']): Promise<RenderReport> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: FromRenderProcess) => {
      if (message.type === 'progress') onProgress?.(message.stage, message.done);
      else if (message.type === 'done') resolve(message.report);
      else if (message.problem)
        reject(new WorkerProblemError(message.problem, { cause: new Error(message.fault) }));
      else reject(new RenderFailure(message.sentence, message.fault));
    });
    child.once('error', (error) => reject(new RenderFailure(null, error.message)));
    child.once('exit', (code, killer) =>
      reject(new RenderFailure(null, `The render process ended with ${killer ?? code}.`)),
    );
  });
}

/**
 * Renders `spec`, leaving this process free.
 * @throws RenderFailure when it cannot be done, WorkerProblemError when this machine is the reason, the signal's reason when it is aborted
 */
export async function renderInProcess(spec: RenderSpec, options: RenderOptions = {}): Promise<RenderReport> {
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  const child = startProcess();
  let killing: NodeJS.Timeout | undefined;
  const onAbort = () => {
    child.send({ type: 'cancel' } satisfies ToRenderProcess);
    killing = setTimeout(() => child.kill('SIGKILL'), CANCEL_MS);
  };
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const outcome = outcomeOf(child, onProgress);
    child.send({ type: 'render', spec } satisfies ToRenderProcess);
    return await outcome;
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(killing);
    signal?.removeEventListener('abort', onAbort);
    child.kill('SIGKILL');
  }
}
