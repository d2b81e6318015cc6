// A few threads that analyse whole recordings, so that the loop of the program stays free.
import { availableParallelism } from 'node:os';
import type { AnalysisInput, AnalysisName, AnalysisResult } from './analyses';
import { AnalysisThread } from './thread-client';
import type { ThreadRequest } from './thread-protocol';

/** More would fight over the same cores with separation and rendering. */
const MOST_THREADS = 2;

/** Threads start when they are needed, are kept for the next request, and let the process end. */
export class AnalysisPool {
  readonly #idle: AnalysisThread[] = [];
  readonly #all = new Set<AnalysisThread>();
  readonly #waiting: Array<() => void> = [];
  #free: number;

  /** @param size how many analyses may run beside each other */
  constructor(readonly size: number = Math.min(MOST_THREADS, availableParallelism())) {
    this.#free = size;
  }

  /**
   * Runs one analysis of workers/analysis/analyses.ts in a thread, in turn when all are busy. The input is copied,
   * unless its samples are in a SharedArrayBuffer.
   * @throws what the analysis throws (RangeError for a rate it cannot handle), the signal's reason when it is aborted
   */
  async run<Name extends AnalysisName>(
    name: Name,
    input: AnalysisInput<Name>,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<AnalysisResult<Name>> {
    await this.#turn(options.signal);
    try {
      const thread = this.#takeThread();
      const result = await thread.ask({ name, input } as ThreadRequest, options.signal).finally(() => {
        if (thread.isAlive) this.#idle.push(thread);
        else this.#all.delete(thread);
      });
      return result as AnalysisResult<Name>;
    } finally {
      this.#passTurn();
    }
  }

  /** Ends all threads; analyses that run fail. */
  async close(): Promise<void> {
    const threads = [...this.#all];
    this.#all.clear();
    this.#idle.length = 0;
    await Promise.all(threads.map((thread) => thread.stop()));
  }

  async #turn(signal?: AbortSignal): Promise<void> {
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

  #passTurn(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free++;
  }

  #takeThread(): AnalysisThread {
    for (let thread = this.#idle.pop(); thread; thread = this.#idle.pop()) {
      if (thread.isAlive) return thread;
      this.#all.delete(thread);
    }
    const thread = new AnalysisThread();
    this.#all.add(thread);
    return thread;
  }
}
