// For every state, the best of the states near it from which it can be reached.

/** Every so many states the whole neighbourhood is searched; the others need only look between. */
const STRIDE = 8;

/**
 * Computes max over k of scores[k] + weights[k - j] for all j, where |k - j| <= reach.
 *
 * The weights must be concave (as the logarithm of a triangle is): then the best k never moves back as j moves on,
 * so between two states whose best predecessors are known only those in between can be best.
 */
export class BandMaximum {
  /** The best sum of each state. */
  readonly best: Float64Array;
  /** The state it came from; the first of equals. */
  readonly from: Int32Array;
  readonly #reach: number;

  /** @param weights 2 * reach + 1 concave values, that of k = j in the middle */
  constructor(
    readonly states: number,
    readonly weights: Float64Array,
  ) {
    this.best = new Float64Array(states);
    this.from = new Int32Array(states);
    this.#reach = (weights.length - 1) / 2;
  }

  compute(scores: Float64Array): void {
    const last = this.states - 1;
    this.#search(scores, 0, 0, last);
    for (let anchor = 0; anchor < last; ) {
      const next = Math.min(last, anchor + STRIDE);
      this.#search(scores, next, this.from[anchor]!, last);
      const lowest = this.from[anchor]!;
      const highest = this.from[next]!;
      for (let state = anchor + 1; state < next; state++) this.#search(scores, state, lowest, highest);
      anchor = next;
    }
  }

  #search(scores: Float64Array, state: number, lowest: number, highest: number): void {
    const { weights } = this;
    const reach = this.#reach;
    const begin = Math.max(lowest, state - reach);
    const end = Math.min(highest, state + reach);
    const shift = reach - state;
    let best = Number.NEGATIVE_INFINITY;
    let from = begin;
    for (let k = begin; k <= end; k++) {
      const sum = scores[k]! + weights[k + shift]!;
      if (sum > best) {
        best = sum;
        from = k;
      }
    }
    this.best[state] = best;
    this.from[state] = from;
  }
}
