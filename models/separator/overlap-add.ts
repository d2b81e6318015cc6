// Joins the overlapping segments that the network returns, with weights that favour each segment's middle.

/** Rises linearly from `1 / peak` to 1 in the middle and falls again. */
export function triangularWeights(length: number): Float32Array {
  const rising = Math.floor(length / 2);
  const peak = Math.max(rising, length - rising);
  return Float32Array.from({ length }, (_, i) => (i < rising ? i + 1 : length - i) / peak);
}

/** Sums weighted segments row by row (a row is one channel of one stem) and gives out what is finished. */
export class OverlapAdd {
  readonly #weights: Float32Array;
  readonly #weightSum: Float32Array;
  readonly #sums: readonly Float32Array[];
  /** Where finished rows are given out, for megabytes of them a second would wait for the garbage collector. */
  readonly #taken: readonly Float32Array[];
  /** Song position of the first sample that has not been taken. */
  #start = 0;

  /**
   * @param rows number of channels summed side by side
   * @param windowLength samples of one segment, and so the most that may be unfinished
   */
  constructor(
    rows: number,
    readonly windowLength: number,
  ) {
    this.#weights = triangularWeights(windowLength);
    this.#weightSum = new Float32Array(windowLength);
    this.#sums = Array.from({ length: rows }, () => new Float32Array(windowLength));
    this.#taken = this.#sums.map(() => new Float32Array(windowLength));
  }

  /**
   * Adds one segment.
   * @param windows the rows one after another, `windowLength` samples each
   * @param skip samples at the front of each row that lie before `offset`
   */
  add(windows: Float32Array, offset: number, length: number, skip: number): void {
    const at = offset - this.#start;
    if (at < 0 || at + length > this.windowLength) throw new RangeError('The segment is out of order.');
    const weights = this.#weights;
    for (const [row, sum] of this.#sums.entries()) {
      const from = row * this.windowLength + skip;
      for (let i = 0; i < length; i++) sum[at + i]! += windows[from + i]! * weights[i]!;
    }
    for (let i = 0; i < length; i++) this.#weightSum[at + i]! += weights[i]!;
  }

  /**
   * Takes the rows up to song position `end`; no later segment may reach below it.
   * @returns arrays that are valid until the next call
   */
  take(end: number): Float32Array[] {
    const count = end - this.#start;
    const weightSum = this.#weightSum;
    const rows = this.#sums.map((sum, index) => {
      const row = this.#taken[index]!.subarray(0, count);
      for (let i = 0; i < count; i++) row[i] = sum[i]! / weightSum[i]!;
      return row;
    });
    for (const buffer of [...this.#sums, weightSum]) {
      buffer.copyWithin(0, count);
      buffer.fill(0, this.windowLength - count);
    }
    this.#start = end;
    return rows;
  }
}
