// A token bucket: a steady rate with room for a burst.

export class TokenBucket {
  #tokens: number;
  #filledAt: number;
  readonly #rate: number;
  readonly #burst: number;
  readonly #now: () => number;

  /** @param rate tokens per second; @param burst how many may be saved up */
  constructor(rate: number, burst: number, now: () => number = () => performance.now()) {
    this.#rate = rate;
    this.#burst = burst;
    this.#now = now;
    this.#tokens = burst;
    this.#filledAt = now();
  }

  get isFull(): boolean {
    this.#fill();
    return this.#tokens >= this.#burst;
  }

  /** Takes `cost` tokens; false, taking none, when there are not enough. */
  take(cost: number): boolean {
    this.#fill();
    if (this.#tokens < cost) return false;
    this.#tokens -= cost;
    return true;
  }

  /** Takes `cost` tokens for what has happened already: below none, the bucket fills from there. */
  charge(cost: number): void {
    this.#fill();
    this.#tokens -= cost;
  }

  /** Seconds until there are `cost` tokens; 0 when there are. */
  waitS(cost: number): number {
    this.#fill();
    return Math.max(0, (cost - this.#tokens) / this.#rate);
  }

  #fill(): void {
    const now = this.#now();
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#filledAt) / 1000) * this.#rate);
    this.#filledAt = now;
  }
}
