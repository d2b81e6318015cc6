// The largest of the last few values, in constant time per value on average.

/** Never allocates after it is made. */
export class SlidingMaximum {
  /** Candidates in the order they came, each larger than all that follow it, in a ring. */
  private readonly values: Float64Array;
  private readonly times: Float64Array;
  private readonly mask: number;
  private head = 0;
  private count = 0;
  private now = 0;

  /** @param window how many values, the newest included */
  constructor(private readonly window: number) {
    const size = 2 ** Math.ceil(Math.log2(window + 1));
    this.values = new Float64Array(size);
    this.times = new Float64Array(size);
    this.mask = size - 1;
  }

  reset(): void {
    this.count = 0;
  }

  /** Takes a value and returns the largest of the last `window`. */
  push(value: number): number {
    const { values, times, mask } = this;
    this.now++;
    while (this.count > 0 && values[(this.head + this.count - 1) & mask]! <= value) this.count--;
    const at = (this.head + this.count) & mask;
    values[at] = value;
    times[at] = this.now;
    this.count++;
    if (times[this.head & mask]! <= this.now - this.window) {
      this.head = (this.head + 1) & mask;
      this.count--;
    }
    return values[this.head & mask]!;
  }
}
