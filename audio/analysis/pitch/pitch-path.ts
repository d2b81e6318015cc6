// The likeliest course of pitch and voicing through all frames (Viterbi decoding).
import { BandMaximum } from './band-maximum';
import { PITCH_BINS } from './pitch-grid';
import {
  LOG_MIN_PROBABILITY,
  LOG_STAY,
  LOG_SWITCH,
  logTriangle,
  logTriangleSums,
  MIN_PROBABILITY,
} from './transition-model';

const STATES = 2 * PITCH_BINS;
/** How a state was reached: a step between bins, marked when voicing changed, or a jump from the likeliest state. */
const SWITCHED = 128;
const JUMPED = 255;

function indexOfMaximum(values: Float64Array): number {
  let index = 0;
  let maximum = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    if (values[i]! > maximum) {
      maximum = values[i]!;
      index = i;
    }
  }
  return index;
}

/**
 * Follows all states through the frames: PITCH_BINS voiced ones, then as many unvoiced ones.
 *
 * Any state may be reached from any other, but outside the triangle of steps only with the smallest probability there
 * is: of all those jumps only the one from the likeliest state can matter, so one candidate stands for them.
 */
export class PitchPath {
  readonly #reach: number;
  readonly #triangleSums: Float64Array;
  readonly #fromVoiced: BandMaximum;
  readonly #fromUnvoiced: BandMaximum;
  readonly #scores = new Float64Array(PITCH_BINS);
  /** The log-likelihood of the best path to each state. */
  readonly #likelihoods = new Float64Array(STATES).fill(-Math.log(STATES));
  readonly #voiced = this.#likelihoods.subarray(0, PITCH_BINS);
  readonly #unvoiced = this.#likelihoods.subarray(PITCH_BINS);
  readonly #predecessors: Uint8Array;
  /** The state before each frame from which jumps come. */
  readonly #origins: Uint16Array;
  #frame = 0;

  /**
   * @param frames how many frames will be given; each takes 1.4 KB
   * @param reach how many bins the pitch may move between frames
   * @throws RangeError when `reach` is above 63
   */
  constructor(frames: number, reach: number) {
    if (reach > 63) throw new RangeError(`A reach of ${reach} bins between frames is more than 63.`);
    this.#reach = reach;
    this.#triangleSums = logTriangleSums(reach);
    this.#fromVoiced = new BandMaximum(PITCH_BINS, logTriangle(reach));
    this.#fromUnvoiced = new BandMaximum(PITCH_BINS, logTriangle(reach));
    this.#predecessors = new Uint8Array(frames * STATES);
    this.#origins = new Uint16Array(frames);
  }

  /**
   * Takes the next frame.
   * @param probabilities of each pitch bin
   * @param voicing their sum, at most 1
   */
  append(probabilities: Float64Array, voicing: number): void {
    if (this.#frame > 0) this.#advance();
    const unvoiced = Math.log((1 - voicing) / PITCH_BINS + MIN_PROBABILITY);
    for (let bin = 0; bin < PITCH_BINS; bin++) {
      const probability = probabilities[bin]!;
      this.#voiced[bin]! += probability > 0 ? Math.log(probability + MIN_PROBABILITY) : LOG_MIN_PROBABILITY;
      this.#unvoiced[bin]! += unvoiced;
    }
    this.#frame++;
  }

  /** The pitch bin of every frame given, -1 where the path is unvoiced. */
  finish(): Int16Array {
    const bins = new Int16Array(this.#frame);
    let state = indexOfMaximum(this.#likelihoods);
    for (let frame = this.#frame - 1; frame >= 0; frame--) {
      bins[frame] = state < PITCH_BINS ? state : -1;
      if (frame > 0) state = this.#predecessorOf(frame, state);
    }
    return bins;
  }

  #predecessorOf(frame: number, state: number): number {
    const code = this.#predecessors[frame * STATES + state]!;
    if (code === JUMPED) return this.#origins[frame]!;
    const previous = state + (code % SWITCHED) - this.#reach;
    if (code < SWITCHED) return previous;
    return state < PITCH_BINS ? previous + PITCH_BINS : previous - PITCH_BINS;
  }

  #advance(): void {
    const origin = indexOfMaximum(this.#likelihoods);
    const jump = this.#likelihoods[origin]! + LOG_MIN_PROBABILITY;
    this.#origins[this.#frame] = origin;
    this.#search(this.#fromVoiced, this.#voiced);
    this.#search(this.#fromUnvoiced, this.#unvoiced);
    const row = this.#frame * STATES;
    const predecessors = this.#predecessors.subarray(row, row + STATES);
    this.#settle(this.#voiced, this.#fromVoiced, this.#fromUnvoiced, jump, predecessors);
    this.#settle(
      this.#unvoiced,
      this.#fromUnvoiced,
      this.#fromVoiced,
      jump,
      predecessors.subarray(PITCH_BINS),
    );
  }

  #search(maximum: BandMaximum, likelihoods: Float64Array): void {
    const scores = this.#scores;
    for (let bin = 0; bin < PITCH_BINS; bin++) scores[bin] = likelihoods[bin]! - this.#triangleSums[bin]!;
    maximum.compute(scores);
  }

  /** Takes the best of staying, switching and jumping for every state of one half. */
  #settle(
    target: Float64Array,
    same: BandMaximum,
    other: BandMaximum,
    jump: number,
    predecessors: Uint8Array,
  ): void {
    const reach = this.#reach;
    for (let bin = 0; bin < PITCH_BINS; bin++) {
      const stay = same.best[bin]! + LOG_STAY;
      const change = other.best[bin]! + LOG_SWITCH;
      let best = stay;
      let code = same.from[bin]! - bin + reach;
      if (change > stay) {
        best = change;
        code = other.from[bin]! - bin + reach + SWITCHED;
      }
      if (jump > best) {
        best = jump;
        code = JUMPED;
      }
      target[bin] = best;
      predecessors[bin] = code;
    }
  }
}
