// A costly reading that everybody shares: one at a time, reused for a while in proportion to what it cost.
import { setTimeout as pause } from 'node:timers/promises';

/** After a reading of 20 ms the next begins 100 ms later at the earliest: a sixth of the time at most is spent reading. */
const PAUSE_PER_COST = 5;
const LONGEST_PAUSE_MS = 500;

interface Reading<Value> {
  /** On the clock of `performance.now()`: the value is at least as fresh as this. */
  readonly startedAt: number;
  readonly value: Promise<Value>;
}

export class PacedReading<Value> {
  readonly #read: () => Promise<Value>;
  #latest: Reading<Value> | undefined;
  #next: Promise<Reading<Value>> | undefined;
  #pauseMs = 0;

  constructor(read: () => Promise<Value>) {
    this.#read = read;
  }

  /**
   * The value as it was at `since` (by `performance.now()`) or later; left out, one that is reused for half a second
   * at most. However many ask at once, at most one reading runs and one follows it.
   * @throws what the reading throws, to everybody who waits for it
   */
  async get(since: number = performance.now() - this.#pauseMs): Promise<Value> {
    if (this.#latest && this.#latest.startedAt >= since) return this.#latest.value;
    this.#next ??= this.#begin();
    const { value } = await this.#next;
    return value;
  }

  async #begin(): Promise<Reading<Value>> {
    const before = this.#latest;
    // Always a turn later, so that `#next` is set before it is cleared below.
    await before?.value.catch(() => undefined);
    const waitMs = (before?.startedAt ?? 0) + this.#pauseMs - performance.now();
    if (before && waitMs > 0) await pause(waitMs);
    const startedAt = performance.now();
    const reading = { startedAt, value: this.#read() };
    this.#latest = reading;
    this.#next = undefined;
    reading.value.then(
      () => {
        this.#pauseMs = Math.min(LONGEST_PAUSE_MS, (performance.now() - startedAt) * PAUSE_PER_COST);
      },
      // Whoever waits gets the error; the next one reads anew.
      () => {
        if (this.#latest === reading) this.#latest = undefined;
      },
    );
    return reading;
  }
}
