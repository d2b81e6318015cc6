// A stereo high-pass or low-pass section of second order whose corner, damping and share all glide.
import { Glide } from '../space/glide';
import { STATE_FLOOR } from './biquad';

export type PassKind = 'high' | 'low';

/**
 * A state-variable filter by trapezoidal integration (V. Zavalishin, "The Art of VA Filter Design", 2012; A.
 * Simper, "Linear Trapezoidal Integrated SVF", 2013). Its response is that of the biquad in R.
 * Bristow-Johnson's cookbook. But its state is that of two integrators, which means the same at any corner
 * frequency: so the corner may glide over decades without a click, where gliding coefficients of a biquad
 * would ring in between. `share` is how much of the audio is filtered; settled at 0 the section does not
 * touch it. Never allocates.
 */
export class StateVariableSection {
  /** The natural logarithm of the warped corner, so that it glides by equal steps for the ear. */
  readonly #logCorner: Glide;
  readonly #damping: Glide;
  readonly #share: Glide;
  /** Two integrators of the left channel, two of the right one. */
  readonly #memory = new Float64Array(4);
  /** The section as a state space: what each state and the output take from both states and the input. */
  readonly #matrix = new Float64Array(9);
  readonly #kind: PassKind;

  constructor(kind: PassKind, rampSamples: number) {
    this.#kind = kind;
    this.#logCorner = new Glide(rampSamples, 0);
    this.#damping = new Glide(rampSamples, 1);
    this.#share = new Glide(rampSamples, 0);
  }

  /** False when `process` would change nothing. */
  get isActive(): boolean {
    return !this.#share.isAt(0);
  }

  /** True when silence in gives silence out. */
  get isSilent(): boolean {
    const memory = this.#memory;
    const isEmpty = memory[0] === 0 && memory[1] === 0 && memory[2] === 0 && memory[3] === 0;
    return !this.isActive || (isEmpty && this.#isSettled);
  }

  get #isSettled(): boolean {
    return this.#logCorner.isSettled && this.#damping.isSettled && this.#share.isSettled;
  }

  /**
   * Filters at this corner from now on.
   * @param corner as `warpedCorner` gives it
   * @param damping 1 / Q
   */
  open(corner: number, damping: number, glide: boolean): void {
    // What was not filtered has neither corner nor memory to come from.
    if (!this.isActive) this.reset();
    const isGoingOn = glide && this.isActive;
    this.#logCorner.set(Math.log(corner), isGoingOn);
    this.#damping.set(damping, isGoingOn);
    this.#share.set(1, glide);
    this.#settle();
  }

  /** Filters no longer. */
  close(glide: boolean): void {
    this.#share.set(0, glide);
    this.#settle();
  }

  /** Clears the audio state. */
  reset(): void {
    this.#memory.fill(0);
  }

  /** Filters the first `frames` frames in place. */
  process(left: Float64Array, right: Float64Array, frames: number): void {
    let at = 0;
    for (; at < frames && !this.#isSettled; at++) {
      this.#design(Math.exp(this.#logCorner.next()), this.#damping.next(), this.#share.next());
      this.#run(left, right, at, at + 1);
      if (this.#isSettled) this.#settle();
    }
    if (at < frames && this.isActive) this.#run(left, right, at, frames);
    const memory = this.#memory;
    for (let i = 0; i < 4; i++) if (Math.abs(memory[i]!) < STATE_FLOOR) memory[i] = 0;
  }

  /** Takes what the glides are at, if they rest. */
  #settle(): void {
    if (!this.#isSettled) return;
    this.#design(Math.exp(this.#logCorner.ahead(0)), this.#damping.ahead(0), this.#share.ahead(0));
  }

  #design(corner: number, damping: number, share: number): void {
    const matrix = this.#matrix;
    // The band-pass is v1 = a1 s1 + a2 (x - s2), the low-pass v2 = s2 + corner v1, the high-pass x - damping v1 - v2.
    const a1 = 1 / (1 + corner * (corner + damping));
    const a2 = corner * a1;
    const a3 = corner * a2;
    // Next states: 2 v1 - s1 and 2 v2 - s2.
    matrix[0] = 2 * a1 - 1;
    matrix[1] = -2 * a2;
    matrix[2] = 2 * a2;
    matrix[3] = 2 * a2;
    matrix[4] = 1 - 2 * a3;
    matrix[5] = 2 * a3;
    // The output, of x, v1 and v2.
    const isHigh = this.#kind === 'high';
    const dry = isHigh ? 1 : 1 - share;
    const band = isHigh ? 0 - share * damping : 0;
    const low = isHigh ? 0 - share : share;
    matrix[6] = band * a1 + low * a2;
    matrix[7] = low * (1 - a3) - band * a2;
    matrix[8] = dry + band * a2 + low * a3;
  }

  #run(left: Float64Array, right: Float64Array, from: number, to: number): void {
    const memory = this.#memory;
    const matrix = this.#matrix;
    const m0 = matrix[0]!;
    const m1 = matrix[1]!;
    const m2 = matrix[2]!;
    const m3 = matrix[3]!;
    const m4 = matrix[4]!;
    const m5 = matrix[5]!;
    const m6 = matrix[6]!;
    const m7 = matrix[7]!;
    const m8 = matrix[8]!;
    let l1 = memory[0]!;
    let l2 = memory[1]!;
    let r1 = memory[2]!;
    let r2 = memory[3]!;
    // `| 0` lets the compiler count in integers; without it this loop took twice as long.
    for (let i = from | 0; i < to; i++) {
      const l = left[i]!;
      const r = right[i]!;
      left[i] = m6 * l1 + m7 * l2 + m8 * l;
      right[i] = m6 * r1 + m7 * r2 + m8 * r;
      const nextLeft = m0 * l1 + (m1 * l2 + m2 * l);
      const nextRight = m0 * r1 + (m1 * r2 + m2 * r);
      l2 = m4 * l2 + (m3 * l1 + m5 * l);
      r2 = m4 * r2 + (m3 * r1 + m5 * r);
      l1 = nextLeft;
      r1 = nextRight;
    }
    memory[0] = l1;
    memory[1] = l2;
    memory[2] = r1;
    memory[3] = r2;
  }
}
