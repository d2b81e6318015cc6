// Lets a few pieces of costly work run at once in this process and the next ones wait a little, per person and overall.
import { RateLimitError } from '@/server/errors';

export interface GateOptions {
  /** How many run at once, of everybody and of one key. */
  readonly atOnce: number;
  readonly atOncePerKey: number;
  /** How many may wait, of everybody and of one key. */
  readonly waiting: number;
  readonly waitingPerKey: number;
  /** What those read who may not even wait. */
  readonly sentence: string;
  readonly retryAfterS: number;
}

interface Waiting {
  readonly key: string;
  readonly enter: () => void;
}

export class Gate {
  #running = new Map<string, number>();
  #runningAll = 0;
  #queue: Waiting[] = [];

  constructor(private readonly options: GateOptions) {}

  /**
   * Runs `work` when it is its turn; first come first served among the keys that may run.
   * @throws RateLimitError when too many wait already, the signal's reason when it is aborted meanwhile
   */
  async run<T>(key: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    if (this.#mayRun(key)) this.#start(key);
    else await this.#wait(key, signal);
    try {
      signal?.throwIfAborted();
      return await work();
    } finally {
      this.#end(key);
    }
  }

  #mayRun(key: string): boolean {
    const { atOnce, atOncePerKey } = this.options;
    return this.#runningAll < atOnce && (this.#running.get(key) ?? 0) < atOncePerKey;
  }

  #start(key: string): void {
    this.#running.set(key, (this.#running.get(key) ?? 0) + 1);
    this.#runningAll += 1;
  }

  #end(key: string): void {
    const left = (this.#running.get(key) ?? 1) - 1;
    if (left > 0) this.#running.set(key, left);
    else this.#running.delete(key);
    this.#runningAll -= 1;
    this.#admit();
  }

  #admit(): void {
    for (;;) {
      const index = this.#queue.findIndex(({ key }) => this.#mayRun(key));
      const [next] = index < 0 ? [] : this.#queue.splice(index, 1);
      if (!next) return;
      this.#start(next.key);
      next.enter();
    }
  }

  #wait(key: string, signal: AbortSignal | undefined): Promise<void> {
    const { waiting, waitingPerKey, sentence, retryAfterS } = this.options;
    const ofKey = this.#queue.filter((each) => each.key === key).length;
    if (this.#queue.length >= waiting || ofKey >= waitingPerKey)
      throw new RateLimitError(sentence, retryAfterS);
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#queue = this.#queue.filter((each) => each !== entry);
        reject(signal?.reason);
      };
      const enter = () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const entry: Waiting = { key, enter };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#queue.push(entry);
    });
  }
}
