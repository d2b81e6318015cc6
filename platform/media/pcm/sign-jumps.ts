// Finds bytes of the wrong sign by their jumps: from one end of full scale to the other where the sound crosses zero.

/** A jump goes over more than half of what there is from the lowest sample to the highest. */
const JUMP = 1;
/** Fewer jumps are clicks, or too little sound to doubt the header. */
const MIN_JUMPS = 40;
/** Sound that was clipped hard jumps as well, but its quiet passages jump with the other sign. */
const OTHER_JUMPS = 0.05;
/**
 * How small samples with the other sign are at zero crossings, relative to all of them. A square wave near
 * full scale, with the other sign, is as large there as in the rest of the sound.
 */
const NEAR_ZERO = 0.5;
/** Below this with the other sign, all samples are at full scale as they are. Silence between quiet sounds does not count. */
const QUIET = 2 ** -4;

/** Square waves and other patterns have fewer values. */
const MIN_VALUES = 16;

/** The same sample with the other sign. */
const withOtherSign = (x: number): number => (x < 0 ? x + 1 : x - 1);

/** Looks at the samples of one channel, full scale being 1. */
export class SignJumps {
  #jumps = 0;
  #otherJumps = 0;
  #energyAtJumps = 0;
  #energy = 0;
  #samples = 0;
  #sounding = 0;
  #loudest = 0;
  readonly #values = new Set<number>();

  add(window: Float64Array): void {
    let [last, lastOther] = [window[0] ?? 0, withOtherSign(window[0] ?? 0)];
    for (let i = 1; i < window.length; i++) {
      const x = window[i] ?? 0;
      const other = withOtherSign(x);
      this.#energy += other * other;
      if (other !== 0) this.#sounding++;
      if (Math.abs(other) > this.#loudest) this.#loudest = Math.abs(other);
      if (Math.abs(x - last) > JUMP) {
        this.#jumps++;
        this.#energyAtJumps += (other * other + lastOther * lastOther) / 2;
      }
      if (Math.abs(other - lastOther) > JUMP) this.#otherJumps++;
      if (this.#values.size < MIN_VALUES) this.#values.add(x);
      [last, lastOther] = [x, other];
    }
    this.#samples += Math.max(0, window.length - 1);
  }

  /** Whether all samples are at full scale, as silence and quiet sound of the other sign are. */
  get areAtFullScale(): boolean {
    return this.#loudest < QUIET;
  }

  /** Whether the jumps go away with the other sign, and lie where the sound is near zero then. */
  get areOfWrongSign(): boolean {
    if (this.#values.size < MIN_VALUES) return false;
    if (this.#jumps < MIN_JUMPS || this.#otherJumps > OTHER_JUMPS * this.#jumps) return false;
    const samples = this.areAtFullScale ? this.#sounding : this.#samples;
    return this.#energyAtJumps / this.#jumps < NEAR_ZERO ** 2 * (this.#energy / samples);
  }
}
