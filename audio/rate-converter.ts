// Brings audio to the rate of a sound device that does not run at the studio's own.
import { besselI0 } from './bessel';

/** Input samples that shape one output sample. */
const TAPS = 64;
/** Stop band below -100 dB. */
const KAISER_BETA = 10;
/** Share of the lower of both Nyquist frequencies up to which everything passes: 20.3 kHz at 44.1 kHz. */
const PASS_BAND = 0.92;

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}

/** The weights of the taps for an output sample `phase` (0 to 1) of an input sample after the middle tap. */
function weightsAt(phase: number, cutoff: number): number[] {
  const weights = Array.from({ length: TAPS }, (_, tap) => {
    const distance = tap - TAPS / 2 + 1 - phase;
    const angle = Math.PI * distance * cutoff;
    const edge = Math.max(0, 1 - (distance / (TAPS / 2)) ** 2);
    return (angle === 0 ? 1 : Math.sin(angle) / angle) * besselI0(KAISER_BETA * Math.sqrt(edge));
  });
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/** Converts a stereo stream by a windowed sinc, exactly in step. Nothing is allocated after it is made. */
export class RateConverter {
  /** Input samples by which the output is late. */
  readonly latency = TAPS / 2 + 1;
  /** One table of taps after another, one for each place between two input samples. */
  readonly #weights: Float64Array;
  readonly #phases: number;
  /** How far an output sample is from the one before it, in phases. */
  readonly #step: number;
  /** Each sample is stored twice, so that the newest `TAPS` of them are always contiguous. */
  readonly #history = [new Float64Array(2 * TAPS), new Float64Array(2 * TAPS)] as const;
  #at = 0;
  #phase = 0;
  #next = 0;
  readonly #input: readonly [Float32Array, Float32Array];
  readonly #fill: () => void;

  /**
   * @param input blocks to be filled by `fill`, left and right
   * @param fill called for each next block of input
   * @throws RangeError for rates that are not whole
   */
  constructor(
    fromRate: number,
    toRate: number,
    input: readonly [Float32Array, Float32Array],
    fill: () => void,
  ) {
    this.#input = input;
    this.#fill = fill;
    if (!Number.isInteger(fromRate) || !Number.isInteger(toRate))
      throw new RangeError('Sample rates are whole numbers.');
    const divisor = greatestDivisor(fromRate, toRate);
    this.#phases = toRate / divisor;
    this.#step = fromRate / divisor;
    const cutoff = PASS_BAND * Math.min(1, toRate / fromRate);
    this.#weights = Float64Array.from(
      Array.from({ length: this.#phases }, (_, phase) => weightsAt(phase / this.#phases, cutoff)).flat(),
    );
    this.#next = input[0].length;
  }

  /** Writes the next `frames` frames at the new rate. */
  process(left: Float32Array, right: Float32Array, frames: number): void {
    for (let i = 0; i < frames; i++) {
      const table = this.#phase * TAPS;
      left[i] = this.#sum(this.#history[0], table);
      right[i] = this.#sum(this.#history[1], table);
      for (this.#phase += this.#step; this.#phase >= this.#phases; this.#phase -= this.#phases) this.#take();
    }
  }

  #sum(history: Float64Array, table: number): number {
    const weights = this.#weights;
    const at = this.#at;
    let sum = 0;
    for (let tap = 0; tap < TAPS; tap++) sum += weights[table + tap]! * history[at + tap]!;
    return sum;
  }

  #take(): void {
    if (this.#next === this.#input[0].length) {
      this.#fill();
      this.#next = 0;
    }
    for (let side = 0; side < 2; side++) {
      const value = this.#input[side]![this.#next]!;
      this.#history[side]![this.#at] = value;
      this.#history[side]![this.#at + TAPS] = value;
    }
    this.#next++;
    this.#at = this.#at + 1 === TAPS ? 0 : this.#at + 1;
  }
}
