// A token bucket: a steady rate with room for a burst.

export class TokenBucket {
  private tokens: number;
  private filledAt: number;

  /** @param rate tokens per second; @param burst how many may be saved up */
  constructor(
    private readonly rate: number,
    private readonly burst: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.tokens = burst;
    this.filledAt = now();
  }

  /** Takes `cost` tokens; false, taking none, when there are not enough. */
  take(cost: number): boolean {
    const now = this.now();
    this.tokens = Math.min(this.burst, this.tokens + ((now - this.filledAt) / 1000) * this.rate);
    this.filledAt = now;
    if (this.tokens < cost) return false;
    this.tokens -= cost;
    return true;
  }
}
