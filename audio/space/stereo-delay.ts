// A pair of delay lines that move together: for look-ahead and for keeping paths in time.
import { DelayLine } from './delay-line';

/** Never allocates after it is made. */
export class StereoDelay {
  readonly #left: DelayLine;
  readonly #right: DelayLine;

  /** @param longest the longest delay, in samples */
  constructor(longest: number, fadeSamples: number) {
    this.#left = new DelayLine(longest, fadeSamples);
    this.#right = new DelayLine(longest, fadeSamples);
  }

  /** True when it changes nothing, and need not be fed. */
  get isDirect(): boolean {
    return this.#left.isDirect;
  }

  /** True when nothing but zeros would come out of it. */
  get isSilent(): boolean {
    return this.#left.isSilent && this.#right.isSilent;
  }

  /** @param glide false takes the delay at once, true cross-fades to it */
  setDelay(delay: number, glide: boolean): void {
    // While it is direct it is not fed; its last content is outdated.
    if (this.isDirect) this.reset();
    this.#left.setDelay(delay, glide);
    this.#right.setDelay(delay, glide);
  }

  /** Clears the audio state. */
  reset(): void {
    this.#left.reset();
    this.#right.reset();
  }

  /** Delays the first `frames` frames in place. */
  process(left: Float64Array, right: Float64Array, frames: number): void {
    for (let i = 0; i < frames; i++) this.processFrame(left, right, i);
  }

  /** Delays frame `i` in place. */
  processFrame(left: Float64Array, right: Float64Array, i: number): void {
    this.#left.write(left[i]!);
    this.#right.write(right[i]!);
    left[i] = this.#left.read();
    right[i] = this.#right.read();
  }
}
