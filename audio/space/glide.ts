// One number that follows its knob sample by sample.

/**
 * Moves linearly to the newest target in a fixed number of samples, and is computed from the distance to the end,
 * so that it meets the target exactly and does not depend on the blocks.
 */
export class Glide {
  private step = 0;
  private remaining = 0;

  constructor(
    private readonly rampSamples: number,
    private target: number,
  ) {}

  /** True when it is moving. */
  get isMoving(): boolean {
    return this.remaining > 0;
  }

  /** Where it is going, or is. */
  get goal(): number {
    return this.target;
  }

  /** @param glide false takes `target` at once */
  set(target: number, glide: boolean): void {
    if (glide && target === this.target) return;
    const from = this.target - this.step * this.remaining;
    this.target = target;
    this.remaining = glide ? this.rampSamples : 0;
    this.step = glide ? (target - from) / this.rampSamples : 0;
  }

  /** The value for the next sample. */
  next(): number {
    return this.remaining === 0 ? this.target : this.target - this.step * this.remaining--;
  }
}
