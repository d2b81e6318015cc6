// A pair of channel gains that glide to their targets sample by sample instead of jumping.

/**
 * Moves linearly from where it is to the newest target in a fixed number of samples. The gain of a sample is
 * computed from its distance to the end of the ramp and not by adding steps up, so that the result does not
 * depend on how the audio is cut into blocks and the target is met exactly.
 */
export class StereoRamp {
  targetLeft: number;
  targetRight: number;
  stepLeft = 0;
  stepRight = 0;
  /** Samples until the targets are reached. */
  remaining = 0;

  readonly #rampSamples: number;

  constructor(rampSamples: number, left = 1, right = 1) {
    this.#rampSamples = rampSamples;
    this.targetLeft = left;
    this.targetRight = right;
  }

  /** True when every coming sample is silent. */
  get silent(): boolean {
    return this.remaining === 0 && this.targetLeft === 0 && this.targetRight === 0;
  }

  /** Glides from the present gains to `left` and `right`. */
  glideTo(left: number, right: number): void {
    if (left === this.targetLeft && right === this.targetRight) return;
    const fromLeft = this.targetLeft - this.stepLeft * this.remaining;
    const fromRight = this.targetRight - this.stepRight * this.remaining;
    this.targetLeft = left;
    this.targetRight = right;
    this.remaining = this.#rampSamples;
    this.stepLeft = (left - fromLeft) / this.#rampSamples;
    this.stepRight = (right - fromRight) / this.#rampSamples;
  }

  /** Takes `left` and `right` at once. */
  jumpTo(left: number, right: number): void {
    this.targetLeft = left;
    this.targetRight = right;
    this.finish();
  }

  /** Ends a ramp that is under way at its targets. */
  finish(): void {
    this.remaining = 0;
    this.stepLeft = 0;
    this.stepRight = 0;
  }

  /** Writes the gains of the next `frames` samples. */
  fill(frames: number, left: Float64Array, right: Float64Array): void {
    const { remaining, stepLeft, stepRight, targetLeft, targetRight } = this;
    const moving = Math.min(frames, remaining);
    for (let i = 0; i < moving; i++) {
      left[i] = targetLeft - stepLeft * (remaining - i);
      right[i] = targetRight - stepRight * (remaining - i);
    }
    left.fill(targetLeft, moving, frames);
    right.fill(targetRight, moving, frames);
  }

  /** Lets `frames` samples pass. */
  advance(frames: number): void {
    if (this.remaining === 0) return;
    this.remaining -= frames;
    if (this.remaining <= 0) this.finish();
  }
}
