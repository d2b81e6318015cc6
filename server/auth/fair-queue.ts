// Runs tasks one at a time, taking turns between the keys they come from, and refuses what would wait too long.

export interface FairQueueLimits {
  /** Tasks that may wait or run, over all keys. */
  readonly total: number;
  /** Of these, how many may come from one key. */
  readonly perKey: number;
}

/** Too many tasks wait already; nothing was started. */
export class QueueFullError extends Error {
  constructor(readonly limit: keyof FairQueueLimits) {
    super('Too many tasks are waiting.');
  }
}

type Task = () => Promise<void>;

/** A queue in which a key with many tasks delays another key by one task at most. */
export class FairQueue {
  readonly #limits: FairQueueLimits;
  /** In the order of their turns; a key is present while a task of it waits or runs. */
  readonly #lanes = new Map<string, Task[]>();
  #size = 0;
  #isRunning = false;

  constructor(limits: FairQueueLimits) {
    this.#limits = limits;
  }

  /**
   * Runs `task` when its turn comes, and settles as it does.
   * @throws QueueFullError at once, when the queue or the share of `key` is full
   */
  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const lane = this.#lanes.get(key) ?? [];
    if (lane.length >= this.#limits.perKey) throw new QueueFullError('perKey');
    if (this.#size >= this.#limits.total) throw new QueueFullError('total');
    this.#size += 1;
    this.#lanes.set(key, lane);
    return new Promise<T>((resolve, reject) => {
      lane.push(() => task().then(resolve, reject));
      void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    for (let next = this.#firstLane(); next; next = this.#firstLane()) {
      const [key, lane] = next;
      await lane[0]?.();
      lane.shift();
      this.#size -= 1;
      // To the end of the line, or out of it.
      this.#lanes.delete(key);
      if (lane.length > 0) this.#lanes.set(key, lane);
    }
    this.#isRunning = false;
  }

  #firstLane(): [string, Task[]] | undefined {
    return this.#lanes.entries().next().value;
  }
}
