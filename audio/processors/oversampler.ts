// Sends one channel through a curve at eight times its rate, since harmonics go beyond the Nyquist frequency.

import { DoubleRateShaper } from '../filter/double-rate-shaper';
import { halfBandDelay, RateDoubler, RateHalver } from '../filter/half-band';
import { type Samples, samples } from '../units';

/** Frames that are processed in one go. */
export const OVERSAMPLED_FRAMES = 64;

/*
 * Three stages of half-band filters. The one next to the original rate is steep: at 44.1 kHz it is flat to 20 kHz
 * within 0.01 dB and attenuates by 58 dB at 24 kHz and by more than 75 dB from 24.5 kHz on. The others have nothing to
 * keep above 22 kHz of 88 and of 176 kHz. Their lengths are such that all delays together are a whole number of samples.
 */
const FIRST = { pairs: 24, beta: 7 };
const SECOND = { pairs: 6, beta: 9 };
const THIRD_UP = { pairs: 4, beta: 9 };
const THIRD_DOWN = { pairs: 3, beta: 7 };
const DELAY =
  halfBandDelay(FIRST) +
  halfBandDelay(SECOND) / 2 +
  (halfBandDelay(THIRD_UP) + halfBandDelay(THIRD_DOWN)) / 8;

/** By how much it delays the audio. */
export const OVERSAMPLER_DELAY: Samples = samples(DELAY);

/** Never allocates after it is made. */
export class Oversampler {
  readonly #firstUp = new RateDoubler(FIRST, OVERSAMPLED_FRAMES);
  readonly #secondUp = new RateDoubler(SECOND, 2 * OVERSAMPLED_FRAMES);
  readonly #shaper: DoubleRateShaper;
  readonly #secondDown = new RateHalver(SECOND, 2 * OVERSAMPLED_FRAMES);
  readonly #firstDown = new RateHalver(FIRST, OVERSAMPLED_FRAMES);
  readonly #double = new Float64Array(2 * OVERSAMPLED_FRAMES);
  readonly #quadruple = new Float64Array(4 * OVERSAMPLED_FRAMES);

  constructor(curve: (x: number) => number) {
    this.#shaper = new DoubleRateShaper(THIRD_UP, THIRD_DOWN, curve, 4 * OVERSAMPLED_FRAMES);
  }

  /** Clears the audio state. */
  reset(): void {
    this.#firstUp.reset();
    this.#secondUp.reset();
    this.#shaper.reset();
    this.#secondDown.reset();
    this.#firstDown.reset();
  }

  /** Bends the first `frames` samples, `OVERSAMPLED_FRAMES` at most, in place. */
  process(block: Float64Array, frames: number): void {
    const double = this.#double;
    const quadruple = this.#quadruple;
    this.#firstUp.process(block, frames, double);
    this.#secondUp.process(double, 2 * frames, quadruple);
    this.#shaper.process(quadruple, 4 * frames);
    this.#secondDown.process(quadruple, 2 * frames, double);
    this.#firstDown.process(double, frames, block);
  }
}
