// The highest true peak of a stereo signal since the start.
import { PEAK_DELAY, PeakInterpolator } from './peak-interpolator';

/** Takes blocks of any size. Nothing is allocated after it is made. */
export class TruePeak {
  /** Linear: 1 is full scale. */
  peak = 0;
  readonly #interpolators = [new PeakInterpolator(), new PeakInterpolator()] as const;

  /** Measures the first `frames` frames of two channels. */
  process(left: Float32Array | Float64Array, right: Float32Array | Float64Array, frames: number): void {
    this.#watch(this.#interpolators[0], left, frames);
    this.#watch(this.#interpolators[1], right, frames);
  }

  /** Lets the last samples come out of the filter, at the end of the programme. */
  finish(): void {
    for (const interpolator of this.#interpolators) {
      for (let i = 0; i <= PEAK_DELAY; i++) this.peak = Math.max(this.peak, interpolator.push(0));
    }
  }

  reset(): void {
    for (const interpolator of this.#interpolators) {
      interpolator.reset();
      interpolator.ignoreBelow(0);
    }
    this.peak = 0;
  }

  #watch(interpolator: PeakInterpolator, channel: Float32Array | Float64Array, frames: number): void {
    let { peak } = this;
    interpolator.ignoreBelow(peak);
    for (let i = 0; i < frames; i++) {
      const reached = interpolator.push(channel[i]!);
      if (reached > peak) {
        peak = reached;
        interpolator.ignoreBelow(peak);
      }
    }
    this.peak = peak;
  }
}
