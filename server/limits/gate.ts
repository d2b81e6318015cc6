// Lets a few pieces of costly work run at once in this process and the next ones wait a little, per person and overall.
import { RateLimitError } from '@/server/errors';

export interface GateOptions {
  /** How many run at once, of everybody and of one key. */
  readonly atOnce: number;
  readonly atOncePerKey: number;
  /** How many may wait, of everybody and of one key. */
  readonly waiting: number;
  readonly waitingPerKey: number;
  /** The user message when the queue is full. */
  readonly message: string;
  readonly retryAfterS: number;
}

interface Waiting {
  readonly key: string;
  readonly enter: () => void;
}

export class Gate {
  #running = new Map<string, number>();
  #runningAll = 0;
  /** When each key that runs or waits last got a turn, counted in turns. */
  #lastTurn = new Map<string, number>();
  #turns = 0;
  #queue: Waiting[] = [];
  readonly #options: GateOptions;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /**
   * Runs `work` when it is its turn. Keys take turns: of those that may run, the one whose last turn is longest ago
   * goes first, so that a key with much slow work delays another by one turn, not by its whole queue.
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
    const { atOnce, atOncePerKey } = this.#options;
    return this.#runningAll < atOnce && (this.#running.get(key) ?? 0) < atOncePerKey;
  }

  #start(key: string): void {
    this.#running.set(key, (this.#running.get(key) ?? 0) + 1);
    this.#runningAll += 1;
    this.#turns += 1;
    this.#lastTurn.set(key, this.#turns);
  }

  #end(key: string): void {
    const left = (this.#running.get(key) ?? 1) - 1;
    if (left > 0) this.#running.set(key, left);
    else this.#running.delete(key);
    this.#runningAll -= 1;
    this.#admit();
    this.#release(key);
  }

  /** A key with nothing under way has no turn to remember. */
  #release(key: string): void {
    if (!this.#running.has(key) && !this.#queue.some((each) => each.key === key)) this.#lastTurn.delete(key);
  }

  #admit(): void {
    for (;;) {
      const next = this.#next();
      if (!next) return;
      this.#queue = this.#queue.filter((each) => each !== next);
      this.#start(next.key);
      next.enter();
    }
  }

  /** The first in the queue of the key whose turn it is. */
  #next(): Waiting | undefined {
    const lastTurn = ({ key }: Waiting) => this.#lastTurn.get(key) ?? 0;
    return this.#queue
      .filter(({ key }) => this.#mayRun(key))
      .reduce<Waiting | undefined>(
        (best, each) => (best && lastTurn(best) <= lastTurn(each) ? best : each),
        undefined,
      );
  }

  #wait(key: string, signal: AbortSignal | undefined): Promise<void> {
    const { waiting, waitingPerKey, message, retryAfterS } = this.#options;
    const ofKey = this.#queue.filter((each) => each.key === key).length;
    if (this.#queue.length >= waiting || ofKey >= waitingPerKey)
      throw new RateLimitError(message, retryAfterS);
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#queue = this.#queue.filter((each) => each !== entry);
        this.#release(key);
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
