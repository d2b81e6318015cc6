// The K-weighted energy of a stereo signal in steps of 100 ms: all that loudness is made of.
import { SAMPLE_RATE } from '../units';
import { KWeightedEnergy } from './k-weighting';

/** A step is 100 ms, so that the 400 ms windows overlap by three quarters. */
export const STEPS_PER_SECOND = 10;

/** Receives the mean square of each step that has ended, both channels added as in BS.1770. */
export type OnStep = (meanSquare: number) => void;

/** Takes blocks of any size. Nothing is allocated after it is made. */
export class WeightedSteps {
  readonly #weighted: KWeightedEnergy;
  readonly #stepSamples: number;
  #inStep = 0;
  readonly #onStep: OnStep;

  constructor(onStep: OnStep, sampleRate: number = SAMPLE_RATE) {
    this.#onStep = onStep;
    this.#stepSamples = Math.round(sampleRate / STEPS_PER_SECOND);
    this.#weighted = new KWeightedEnergy(sampleRate);
  }

  /** Takes the first `frames` frames of two channels. */
  process(left: Float32Array | Float64Array, right: Float32Array | Float64Array, frames: number): void {
    for (let at = 0; at < frames; ) {
      const to = Math.min(frames, at + this.#stepSamples - this.#inStep);
      this.#weighted.add(left, right, at, to);
      this.#inStep += to - at;
      at = to;
      if (this.#inStep === this.#stepSamples) this.#finishStep();
    }
  }

  reset(): void {
    this.#weighted.reset();
    this.#inStep = 0;
  }

  #finishStep(): void {
    this.#inStep = 0;
    this.#onStep(this.#weighted.take() / this.#stepSamples);
  }
}
