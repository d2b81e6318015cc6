// Turns the difference function of a frame into probabilities of pitches.
import { PITCH_BINS, pitchBin } from './pitch-grid';
import {
  firstThresholdAbove,
  NO_TROUGH_SHARE,
  rankScale,
  rankWeights,
  THRESHOLDS,
  thresholdWeights,
} from './trough-prior';

/** The distance from sample `i` to the vertex of the parabola through it and its neighbours, below 1 in size. */
function parabolicShift(values: Float32Array, i: number): number {
  if (i === 0 || i === values.length - 1) return 0;
  const curvature = values[i + 1]! + values[i - 1]! - 2 * values[i]!;
  const slope = (values[i + 1]! - values[i - 1]!) / 2;
  return Math.abs(slope) < Math.abs(curvature) ? -slope / curvature : 0;
}

/** Finds the troughs of one difference function after the other and shares probability between them. */
export class PitchCandidates {
  /** The probability of each pitch bin in the frame read last. */
  readonly probabilities = new Float64Array(PITCH_BINS);
  readonly #positions: Int32Array;
  readonly #firstThreshold: Int32Array;
  readonly #rankWeights: Float64Array;
  readonly #rankScales: Float64Array;
  /** Troughs below each threshold, then how many of them were seen so far. */
  readonly #below = new Int32Array(THRESHOLDS);
  readonly #seen = new Int32Array(THRESHOLDS);
  readonly #scaledWeights = new Float64Array(THRESHOLDS);
  #troughs = 0;

  /** @param periods length of the difference functions, which begin at `minPeriod` samples */
  constructor(
    readonly sampleRate: number,
    readonly minPeriod: number,
    periods: number,
  ) {
    this.#positions = new Int32Array(periods);
    this.#firstThreshold = new Int32Array(periods);
    this.#rankWeights = rankWeights(periods);
    this.#rankScales = Float64Array.from({ length: periods + 1 }, (_, count) => rankScale(count));
  }

  /** Fills `probabilities` from a difference function and returns their sum, at most 1: how likely a pitch is. */
  read(differences: Float32Array): number {
    this.probabilities.fill(0);
    this.#findTroughs(differences);
    if (this.#troughs === 0) return 0;
    const deepest = this.#measureTroughs(differences);
    for (let trough = 0; trough < this.#troughs; trough++) {
      let probability = this.#shareOf(trough);
      if (trough === deepest) probability += this.#shareWithoutThreshold(trough);
      if (probability > 0) this.#place(differences, this.#positions[trough]!, probability);
    }
    let sum = 0;
    for (const probability of this.probabilities) sum += probability;
    return Math.min(1, sum);
  }

  #findTroughs(values: Float32Array): void {
    const last = values.length - 1;
    const positions = this.#positions;
    let count = 0;
    if (values[0]! < values[1]!) positions[count++] = 0;
    for (let i = 1; i < last; i++) {
      if (values[i]! < values[i - 1]! && values[i]! <= values[i + 1]!) positions[count++] = i;
    }
    if (values[last]! < values[last - 1]!) positions[count++] = last;
    this.#troughs = count;
  }

  /** Counts the troughs below each threshold and returns the deepest trough. */
  #measureTroughs(values: Float32Array): number {
    const below = this.#below.fill(0);
    let deepest = 0;
    for (let trough = 0; trough < this.#troughs; trough++) {
      const height = values[this.#positions[trough]!]!;
      const first = firstThresholdAbove(height);
      this.#firstThreshold[trough] = first;
      if (first < THRESHOLDS) below[first]!++;
      if (height < values[this.#positions[deepest]!]!) deepest = trough;
    }
    for (let i = 1; i < THRESHOLDS; i++) below[i]! += below[i - 1]!;
    for (let i = 0; i < THRESHOLDS; i++) {
      this.#scaledWeights[i] = below[i]! > 0 ? thresholdWeights[i]! * this.#rankScales[below[i]!]! : 0;
    }
    this.#seen.fill(0);
    return deepest;
  }

  /** What a trough gets from all thresholds above it; troughs must be asked for in order. */
  #shareOf(trough: number): number {
    let share = 0;
    for (let i = this.#firstThreshold[trough]!; i < THRESHOLDS; i++) {
      share += this.#scaledWeights[i]! * this.#rankWeights[this.#seen[i]!++]!;
    }
    return share;
  }

  /** What the deepest trough gets from the thresholds that no trough lies below. */
  #shareWithoutThreshold(deepest: number): number {
    let share = 0;
    for (let i = 0; i < this.#firstThreshold[deepest]!; i++) share += thresholdWeights[i]!;
    return NO_TROUGH_SHARE * share;
  }

  /** Of several troughs in one bin the one of the longest period counts; pitches beyond the last bin do not. */
  #place(values: Float32Array, position: number, probability: number): void {
    const period = this.minPeriod + position + parabolicShift(values, position);
    const bin = pitchBin(this.sampleRate / period);
    if (bin < PITCH_BINS) this.probabilities[bin] = probability;
  }
}
