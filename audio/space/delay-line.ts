// Delays one channel by whole samples; a change of the delay is cross-faded.

/** How long a change of delay is crossfaded. */
export const FADE_SECONDS = 0.05;
/** Smaller values are stored as 0, so that repeats end and denormal numbers never come. */
export const INAUDIBLE = 1e-30;

/** Never allocates after it is made. */
export class DelayLine {
  readonly #values: Float64Array;
  readonly #mask: number;
  #next = 0;
  #delay = 0;
  /** What the delay was before the fade that is under way. */
  #former = 0;
  #remaining = 0;
  /** Samples until the fade begins: a line that was not fed first has to fill up to the new delay. */
  #waiting = 0;
  /** A change that came during a fade and waits for its end; -1 for none. */
  #pending = -1;
  /** Samples written since the last one that was not 0. */
  #quiet: number;
  readonly #longest: number;
  readonly #fadeSamples: number;

  /** @param longest the longest delay, in samples */
  constructor(longest: number, fadeSamples: number) {
    this.#longest = longest;
    this.#fadeSamples = fadeSamples;
    const size = 2 ** Math.ceil(Math.log2(longest + 1));
    this.#values = new Float64Array(size);
    this.#mask = size - 1;
    this.#quiet = size;
  }

  /** True when nothing but zeros would come out of it. */
  get isSilent(): boolean {
    return this.#quiet > this.#mask;
  }

  /** True when it changes nothing: no delay and no fade. */
  get isDirect(): boolean {
    return this.#delay === 0 && this.#remaining === 0;
  }

  /**
   * @param delay samples, clamped to 0 to the longest
   * @param glide false applies it at once
   */
  setDelay(delay: number, glide: boolean): void {
    const clamped = Math.min(this.#longest, Math.max(0, Math.round(delay)));
    if (!glide) {
      this.#delay = clamped;
      this.#remaining = 0;
      this.#waiting = 0;
      this.#pending = -1;
    } else if (this.#remaining > 0) {
      this.#pending = clamped;
    } else if (clamped !== this.#delay) {
      this.#fadeTo(clamped);
    }
  }

  /** Clears the audio state. */
  reset(): void {
    this.#values.fill(0);
    this.#quiet = this.#mask + 1;
    if (this.#pending >= 0) this.#delay = this.#pending;
    this.#pending = -1;
    this.#remaining = 0;
    this.#waiting = 0;
  }

  /** Takes a sample. */
  write(sample: number): void {
    this.#values[this.#next] = sample;
    this.#next = (this.#next + 1) & this.#mask;
    this.#quiet = sample === 0 ? this.#quiet + 1 : 0;
  }

  /** The sample that was written `delay` samples before the last one; once per sample. */
  read(): number {
    const clamped = this.#values;
    const next = this.#next;
    const mask = this.#mask;
    const now = clamped[(next - 1 - this.#delay) & mask]!;
    if (this.#remaining === 0) return now;
    const before = clamped[(next - 1 - this.#former) & mask]!;
    if (this.#waiting > 0) {
      this.#waiting--;
      return before;
    }
    const share = this.#remaining / (this.#fadeSamples + 1);
    this.#remaining--;
    if (this.#remaining === 0 && this.#pending >= 0) this.#fadeTo(this.#pending);
    return now + (before - now) * share;
  }

  #fadeTo(delay: number): void {
    this.#pending = -1;
    this.#former = this.#delay;
    this.#delay = delay;
    this.#remaining = this.#fadeSamples;
    this.#waiting = this.#former === 0 ? delay : 0;
  }
}
