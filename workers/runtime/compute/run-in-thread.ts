// Runs tasks in threads: cheaper to start than processes, but a crash ends the whole process.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Task, TaskProgram } from './define-task';
import { entryOf, isBundled } from './entry';
import { ProgramEndedError } from './failure';
import { ProgramHost, type RunOptions } from './program-host';
import type { FromProgram } from './protocol';

/**
 * Starts the thread of a program. Threads do not take over what reads TypeScript, so from the source they load it
 * first.
 */
export function startWorker(program: TaskProgram, workerData?: unknown): Worker {
  const entry = entryOf(program);
  if (isBundled) return new Worker(entry, { execArgv: [], workerData });
  const load = `import('tsx/esm/api').then(({ register }) => { register(); return import(${JSON.stringify(entry)}); })`;
  return new Worker(load, { eval: true, execArgv: [], workerData });
}

/** Starts a program in a thread, which does not keep this process alive between tasks. */
export function startThread(program: TaskProgram): ProgramHost {
  const worker = startWorker(program);
  const host = new ProgramHost({
    // A thread that computes reads no messages.
    cancelGraceMs: 0,
    post: (message) => worker.postMessage(message),
    kill: async () => void (await worker.terminate()),
    setBusy: (isBusy) => (isBusy ? worker.ref() : worker.unref()),
  });
  worker.on('message', (message: FromProgram) => host.receive(message));
  worker.on('error', (error) => host.end(error));
  worker.once('exit', (code) => host.end(new ProgramEndedError(program.bundle, code)));
  worker.unref();
  return host;
}

/** More would compete with separation and rendering for the same cores. */
const MAX_THREADS = 2;

/** A pool of threads of one program: started on demand, reused, and no obstacle to the end of the process. */
export class ThreadPool {
  readonly #idle: ProgramHost[] = [];
  readonly #all = new Set<ProgramHost>();
  readonly #waiting: Array<() => void> = [];
  #free: number;

  /** @param size how many tasks may run beside each other */
  constructor(
    readonly program: TaskProgram,
    readonly size: number = Math.min(MAX_THREADS, availableParallelism()),
  ) {
    this.#free = size;
  }

  /**
   * Runs a task in a thread, queued while all are busy. The input is copied, unless its samples are in a
   * SharedArrayBuffer.
   * @throws as ProgramHost.run; an aborted task ends its thread
   */
  async run<Input, Output, Progress>(
    task: Task<Input, Output, Progress>,
    input: Input,
    options: RunOptions<Progress> = {},
  ): Promise<Output> {
    await this.#waitForSlot(options.signal);
    const thread = this.#takeThread();
    try {
      return await thread.run(task, input, options);
    } finally {
      if (thread.isAlive) this.#idle.push(thread);
      else this.#all.delete(thread);
      this.#releaseSlot();
    }
  }

  /** Ends all threads; tasks that run fail. */
  async close(): Promise<void> {
    const threads = [...this.#all];
    this.#all.clear();
    this.#idle.length = 0;
    await Promise.all(threads.map((thread) => thread.kill()));
  }

  async #waitForSlot(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const onTurn = () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(onTurn), 1);
        reject(signal?.reason);
      };
      this.#waiting.push(onTurn);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  #releaseSlot(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free++;
  }

  #takeThread(): ProgramHost {
    for (let thread = this.#idle.pop(); thread; thread = this.#idle.pop()) {
      if (thread.isAlive) return thread;
      this.#all.delete(thread);
    }
    const thread = startThread(this.program);
    this.#all.add(thread);
    return thread;
  }
}
