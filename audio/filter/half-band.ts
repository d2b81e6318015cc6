// Doubles and halves the sample rate of one channel by linear-phase half-band filters.
import { besselI0 } from '../bessel';

/*
 * Of a half-band filter's weights every other one is 0 but for the middle one: so of each two samples at the doubled
 * rate one is a copy, and the other is a symmetrical sum.
 */

export interface HalfBand {
  /** How many weights other than 0 there are on either side; the filter is 4 * `pairs` - 1 samples long. */
  readonly pairs: number;
  /** Of Kaiser's window: how much of the length goes into attenuation. */
  readonly beta: number;
}

/** So many weights are kept in registers while they pass over a block. */
const AT_ONCE = 4;

/**
 * The non-zero weights beside the middle one of a windowed sinc, from the outermost inwards, then zeros up to a
 * multiple of `AT_ONCE`. With their mirror images they add up to 1/2, so that a constant stays what it is.
 */
export function sideWeights({ pairs, beta }: HalfBand): Float64Array {
  const raw = Array.from({ length: pairs }, (_, k) => {
    const distance = 2 * pairs - 1 - 2 * k;
    const edge = 1 - (distance / (2 * pairs)) ** 2;
    return (Math.sin((Math.PI * distance) / 2) / distance) * besselI0(beta * Math.sqrt(edge));
  });
  const sum = raw.reduce((total, weight) => total + weight, 0);
  const weights = new Float64Array(AT_ONCE * Math.ceil(pairs / AT_ONCE));
  weights.set(raw.map((weight) => weight / sum / 4));
  return weights;
}

/** How many samples of the doubled rate a filter of so many pairs delays by; two filters delay by a whole number. */
export const halfBandDelay = ({ pairs }: HalfBand): number => 2 * pairs - 1;

/**
 * Sums up the `2 * pairs` samples from each of the first `frames` places of `history` on, weighted
 * symmetrically. Four weights pass over the block, then the next four: they and the samples that they meet
 * stay in registers, and each sample is read once per pass.
 */
export function symmetricSums(
  history: Float64Array,
  frames: number,
  pairs: number,
  weights: Float64Array,
  sums: Float64Array,
): void {
  for (let k = 0; k < weights.length; k += AT_ONCE) {
    const w0 = weights[k]!;
    const w1 = weights[k + 1]!;
    const w2 = weights[k + 2]!;
    const w3 = weights[k + 3]!;
    let before = k | 0;
    let after = (2 * pairs - AT_ONCE - k) | 0;
    let b0 = history[before++]!;
    let b1 = history[before++]!;
    let b2 = history[before++]!;
    let a3 = history[after++]!;
    let a2 = history[after++]!;
    let a1 = history[after++]!;
    for (let i = 0; i < frames; i++) {
      const b3 = history[before++]!;
      const a0 = history[after++]!;
      const sum = w0 * (b0 + a0) + w1 * (b1 + a1) + (w2 * (b2 + a2) + w3 * (b3 + a3));
      sums[i] = k === 0 ? sum : sums[i]! + sum;
      b0 = b1;
      b1 = b2;
      b2 = b3;
      a3 = a2;
      a2 = a1;
      a1 = a0;
    }
  }
}

/** Never allocates after it is made. */
export class RateDoubler {
  readonly #weights: Float64Array;
  /** What is left of earlier audio, then the block. */
  readonly #history: Float64Array;
  readonly #sums: Float64Array;
  readonly #past: number;
  readonly #filter: HalfBand;

  /** @param longest the most frames that one call brings */
  constructor(filter: HalfBand, longest: number) {
    this.#filter = filter;
    this.#weights = sideWeights(filter).map((weight) => 2 * weight);
    this.#past = halfBandDelay(filter);
    this.#history = new Float64Array(this.#past + longest);
    this.#sums = new Float64Array(longest);
  }

  reset(): void {
    this.#history.fill(0);
  }

  /** Writes the first `frames` samples of `input` as twice as many to `output`. */
  process(input: Float64Array, frames: number, output: Float64Array): void {
    const history = this.#history;
    const past = this.#past;
    const weights = this.#weights;
    const sums = this.#sums;
    const { pairs } = this.#filter;
    for (let i = 0; i < frames; i++) history[past + i] = input[i]!;
    symmetricSums(history, frames, pairs, weights, sums);
    for (let i = 0; i < frames; i++) {
      output[2 * i] = sums[i]!;
      output[2 * i + 1] = history[i + pairs]!;
    }
    history.copyWithin(0, frames, frames + past);
  }
}

/** Never allocates after it is made. */
export class RateHalver {
  readonly #weights: Float64Array;
  /** The samples that are summed, and those that are copied: what is left of earlier audio, then the block. */
  readonly #summed: Float64Array;
  readonly #copied: Float64Array;
  readonly #past: number;
  readonly #filter: HalfBand;

  /** @param longest the most frames that one call asks for */
  constructor(filter: HalfBand, longest: number) {
    this.#filter = filter;
    this.#weights = sideWeights(filter);
    this.#past = halfBandDelay(filter);
    this.#summed = new Float64Array(this.#past + longest);
    this.#copied = new Float64Array(filter.pairs + longest);
  }

  reset(): void {
    this.#summed.fill(0);
    this.#copied.fill(0);
  }

  /** Writes twice `frames` samples of `input` as `frames` samples to `output`, which may be the same. */
  process(input: Float64Array, frames: number, output: Float64Array): void {
    const summed = this.#summed;
    const copied = this.#copied;
    const past = this.#past;
    const weights = this.#weights;
    const { pairs } = this.#filter;
    for (let i = 0; i < frames; i++) {
      summed[past + i] = input[2 * i]!;
      copied[pairs + i] = input[2 * i + 1]!;
    }
    symmetricSums(summed, frames, pairs, weights, output);
    for (let i = 0; i < frames; i++) output[i]! += copied[i]! / 2;
    summed.copyWithin(0, frames, frames + past);
    copied.copyWithin(0, frames, frames + pairs);
  }
}
