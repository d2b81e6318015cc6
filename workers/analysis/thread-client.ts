// One analysis thread, from the side that asks it.
import { Worker } from 'node:worker_threads';
import type { ThreadAnswer, ThreadRequest } from './thread-protocol';

const isBundled = import.meta.url.endsWith('.js');
const entry = new URL(isBundled ? './analysis-thread.js' : './analysis-thread.ts', import.meta.url);
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

/** Answers one request after the other; does not keep the process alive between them. */
export class AnalysisThread {
  readonly #worker = startWorker();
  #isAlive = true;

  constructor() {
    this.#worker.once('exit', () => {
      this.#isAlive = false;
    });
    // Between requests nobody waits for an error; `ask` listens for itself.
    this.#worker.on('error', () => {
      this.#isAlive = false;
    });
    this.#worker.unref();
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /**
   * Asks for one analysis; the answer must be there before the next is asked for.
   * @throws what the analysis throws, an error when the thread ends, the signal's reason (which ends the thread)
   */
  async ask(request: ThreadRequest, signal?: AbortSignal): Promise<unknown> {
    signal?.throwIfAborted();
    const worker = this.#worker;
    const onAbort = () => void this.stop();
    signal?.addEventListener('abort', onAbort, { once: true });
    worker.ref();
    try {
      const answer = this.#nextAnswer();
      worker.postMessage(request);
      return await answer;
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      worker.unref();
      signal?.removeEventListener('abort', onAbort);
    }
  }

  #nextAnswer(): Promise<unknown> {
    const worker = this.#worker;
    return new Promise((resolve, reject) => {
      const settle = (settled: () => void) => {
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        settled();
      };
      const onMessage = (answer: ThreadAnswer) =>
        settle(() => (answer.type === 'done' ? resolve(answer.result) : reject(answer.error)));
      const onError = (error: Error) => settle(() => reject(error));
      const onExit = (code: number) =>
        settle(() => reject(new Error(`The analysis thread ended with ${code}.`)));
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    });
  }

  /** Ends the thread, in the middle of an analysis if there is one. */
  async stop(): Promise<void> {
    this.#isAlive = false;
    await this.#worker.terminate();
  }
}
