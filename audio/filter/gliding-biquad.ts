// A stereo filter section whose coefficients glide, so that turning its knob makes no zipper noise.
import { type BiquadCoefficients, IDENTITY, STATE_FLOOR } from './biquad';

/** A section that has arrived at `IDENTITY` still stores two samples. */
const SETTLING_SAMPLES = 2;

/**
 * While coefficients glide, each sample's lie on the straight line between old and new. Stable second-order
 * denominators form a triangle in (a1, a2), so everything in between is stable too. Once settled at
 * `IDENTITY` the section does not touch the audio at all. Never allocates after construction.
 */
export class GlidingBiquad {
  #target = IDENTITY;
  readonly #steps = { b0: 0, b1: 0, b2: 0, a1: 0, a2: 0 };
  /** Samples until the section is settled. */
  #remaining = 0;
  /** Two memories of the left channel, two of the right one. */
  readonly #memory = new Float64Array(4);
  readonly #rampSamples: number;

  constructor(rampSamples: number) {
    this.#rampSamples = rampSamples;
  }

  /** False when `process` would change nothing. */
  get isActive(): boolean {
    return this.#remaining > 0 || this.#target !== IDENTITY;
  }

  /** True when silence in gives silence out. */
  get isSilent(): boolean {
    const memory = this.#memory;
    return memory[0] === 0 && memory[1] === 0 && memory[2] === 0 && memory[3] === 0;
  }

  /** Glides from the present coefficients to `target`. */
  glideTo(target: BiquadCoefficients): void {
    const steps = this.#steps;
    const rampSamples = this.#rampSamples;
    const toGo = Math.max(0, this.#remaining - SETTLING_SAMPLES);
    const from = this.#target;
    steps.b0 = (target.b0 - from.b0 + steps.b0 * toGo) / rampSamples;
    steps.b1 = (target.b1 - from.b1 + steps.b1 * toGo) / rampSamples;
    steps.b2 = (target.b2 - from.b2 + steps.b2 * toGo) / rampSamples;
    steps.a1 = (target.a1 - from.a1 + steps.a1 * toGo) / rampSamples;
    steps.a2 = (target.a2 - from.a2 + steps.a2 * toGo) / rampSamples;
    this.#target = target;
    this.#remaining = rampSamples + SETTLING_SAMPLES;
  }

  /** Takes `target` at once. */
  jumpTo(target: BiquadCoefficients): void {
    this.#target = target;
    this.#remaining = 0;
  }

  /** Clears the audio state. */
  reset(): void {
    this.#memory.fill(0);
  }

  /** Filters the first `frames` frames in place. */
  process(left: Float64Array, right: Float64Array, frames: number): void {
    const gliding = Math.min(frames, this.#remaining);
    if (gliding > 0) this.#glide(left, right, gliding);
    if (gliding < frames && this.#target !== IDENTITY) this.#run(left, right, gliding, frames);
    const memory = this.#memory;
    for (let i = 0; i < 4; i++) if (Math.abs(memory[i]!) < STATE_FLOOR) memory[i] = 0;
  }

  #run(left: Float64Array, right: Float64Array, from: number, to: number): void {
    const memory = this.#memory;
    const { b0, b1, b2, a1, a2 } = this.#target;
    let l1 = memory[0]!;
    let l2 = memory[1]!;
    let r1 = memory[2]!;
    let r2 = memory[3]!;
    // `| 0` lets the compiler count in integers; without it this loop took twice as long.
    for (let i = from | 0; i < to; i++) {
      const l = left[i]!;
      const r = right[i]!;
      // The output waits for one product and two sums only; the two channels fill each other's gaps.
      const outLeft = b0 * l + l1;
      const outRight = b0 * r + r1;
      l1 = b1 * l + l2 - a1 * outLeft;
      r1 = b1 * r + r2 - a1 * outRight;
      l2 = b2 * l - a2 * outLeft;
      r2 = b2 * r - a2 * outRight;
      left[i] = outLeft;
      right[i] = outRight;
    }
    memory[0] = l1;
    memory[1] = l2;
    memory[2] = r1;
    memory[3] = r2;
  }

  #glide(left: Float64Array, right: Float64Array, frames: number): void {
    this.#glideChannel(left, 0, frames);
    this.#glideChannel(right, 2, frames);
    this.#remaining -= frames;
  }

  #glideChannel(samples: Float64Array, at: number, frames: number): void {
    const memory = this.#memory;
    const target = this.#target;
    const steps = this.#steps;
    const last = this.#remaining - SETTLING_SAMPLES;
    let s1 = memory[at]!;
    let s2 = memory[at + 1]!;
    for (let i = 0; i < frames; i++) {
      const toGo = i < last ? last - i : 0;
      const x = samples[i]!;
      const y = (target.b0 - steps.b0 * toGo) * x + s1;
      s1 = (target.b1 - steps.b1 * toGo) * x + s2 - (target.a1 - steps.a1 * toGo) * y;
      s2 = (target.b2 - steps.b2 * toGo) * x - (target.a2 - steps.a2 * toGo) * y;
      samples[i] = y;
    }
    memory[at] = s1;
    memory[at + 1] = s2;
  }
}
