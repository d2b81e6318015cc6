// The largest of the last few values, in constant time per value on average.

/** Never allocates after it is made. */
export class SlidingMaximum {
  /** Candidates in the order they came, each larger than all that follow it, in a ring. */
  readonly #values: Float64Array;
  readonly #times: Float64Array;
  readonly #mask: number;
  #head = 0;
  #count = 0;
  #now = 0;
  readonly #window: number;

  /** @param window how many values, the newest included */
  constructor(window: number) {
    this.#window = window;
    const size = 2 ** Math.ceil(Math.log2(window + 1));
    this.#values = new Float64Array(size);
    this.#times = new Float64Array(size);
    this.#mask = size - 1;
  }

  reset(): void {
    this.#count = 0;
  }

  /** Takes a value and returns the largest of the last `window`. */
  push(value: number): number {
    const values = this.#values;
    const times = this.#times;
    const mask = this.#mask;
    this.#now++;
    while (this.#count > 0 && values[(this.#head + this.#count - 1) & mask]! <= value) this.#count--;
    const at = (this.#head + this.#count) & mask;
    values[at] = value;
    times[at] = this.#now;
    this.#count++;
    if (times[this.#head & mask]! <= this.#now - this.#window) {
      this.#head = (this.#head + 1) & mask;
      this.#count--;
    }
    return values[this.#head & mask]!;
  }
}
