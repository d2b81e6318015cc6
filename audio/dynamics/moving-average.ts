// The mean of the last few whole numbers, exact however long it runs.

/** Takes integers, so that the running sum never collects rounding errors. Never allocates after it is made. */
export class MovingAverage {
  readonly #values: Float64Array;
  #at = 0;
  #sum = 0;
  readonly #window: number;

  /** @param window how many values, the newest included */
  constructor(window: number) {
    this.#window = window;
    this.#values = new Float64Array(window);
  }

  reset(): void {
    this.#values.fill(0);
    this.#sum = 0;
  }

  /** Takes an integer and returns the mean of the last `window`, rounded to an integer. */
  push(value: number): number {
    this.#sum += value - this.#values[this.#at]!;
    this.#values[this.#at] = value;
    this.#at = this.#at + 1 === this.#window ? 0 : this.#at + 1;
    return Math.round(this.#sum / this.#window);
  }
}
