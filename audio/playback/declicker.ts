// Declicking: fades out the step between two blocks of output that are unrelated.
import { FADE_GAIN, FADE_SAMPLES } from './fade';

/**
 * When stems are exchanged while they sound, the engine begins anew from one sample to the next. The step between the
 * two is added to what comes and faded out, so that nothing clicks. `process` allocates nothing.
 */
export class Declicker {
  readonly #last = new Float64Array(2);
  readonly #step = new Float64Array(2);
  #remaining = 0;
  #isArmed = false;

  /** The next block has nothing to do with the one before it. */
  arm(): void {
    this.#isArmed = true;
  }

  /** Changes both channels of a block in place where a step is still fading out. */
  process(outputs: readonly Float32Array[], frames: number): void {
    if (this.#isArmed) this.#measure(outputs);
    for (let side = 0; side < 2; side++) {
      const channel = outputs[side]!;
      const count = Math.min(frames, this.#remaining);
      for (let i = 0; i < count; i++) channel[i]! += this.#step[side]! * FADE_GAIN[this.#remaining - i]!;
      this.#last[side] = channel[frames - 1]!;
    }
    this.#remaining = Math.max(0, this.#remaining - frames);
  }

  #measure(outputs: readonly Float32Array[]): void {
    this.#isArmed = false;
    this.#remaining = FADE_SAMPLES;
    for (let side = 0; side < 2; side++) this.#step[side] = this.#last[side]! - outputs[side]![0]!;
  }
}
