// One number that follows its knob sample by sample.

/**
 * Moves linearly to the newest target in a fixed number of samples, and is computed from the distance to the end,
 * so that it meets the target exactly and does not depend on the blocks.
 */
export class Glide {
  #step = 0;
  #remaining = 0;
  readonly #rampSamples: number;
  #target: number;

  constructor(rampSamples: number, target: number) {
    this.#rampSamples = rampSamples;
    this.#target = target;
  }

  /** True when it does not move. */
  get isSettled(): boolean {
    return this.#remaining === 0;
  }

  /** True when it is at `value` and stays there. */
  isAt(value: number): boolean {
    return this.#remaining === 0 && this.#target === value;
  }

  /** False when it is 0 and stays there: for levels. */
  get isOpen(): boolean {
    return !this.isAt(0);
  }

  /** @param glide false takes `target` at once */
  set(target: number, glide: boolean): void {
    if (glide && target === this.#target) return;
    const from = this.#target - this.#step * this.#remaining;
    this.#target = target;
    this.#remaining = glide ? this.#rampSamples : 0;
    this.#step = glide ? (target - from) / this.#rampSamples : 0;
  }

  /** The value for the sample `frames` after the next one. */
  ahead(frames: number): number {
    return frames < this.#remaining ? this.#target - this.#step * (this.#remaining - frames) : this.#target;
  }

  /** Lets `frames` samples pass. */
  advance(frames: number): void {
    this.#remaining = Math.max(0, this.#remaining - frames);
  }

  /** The value for the next sample, which then has passed. */
  next(): number {
    return this.#remaining === 0 ? this.#target : this.#target - this.#step * this.#remaining--;
  }
}
