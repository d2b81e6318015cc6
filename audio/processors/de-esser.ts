// The de-esser of a strip: turns the band above a frequency down while it is loud.
import type { DeEsserSettings } from '@/contract/processors/de-esser';
import { decay, NO_REDUCTION_NP } from '../dynamics/decay';
import { STATE_FLOOR } from '../filter/biquad';
import { butterworthDampings, isBeyondNyquist, warpedCorner } from '../filter/butterworth';
import { Glide } from '../space/glide';
import { DB_PER_NEPER, dbToGain, type Samples, samples } from '../units';
import type { Processor } from './processor';

/** Fast enough for the first consonant, too slow to follow the wave itself. */
const ATTACK_MS = 0.5;
/** The two sections that a Butterworth filter of fourth order is the product, and here the sum, of. */
const [A, B] = butterworthDampings(2) as [number, number];
/** Its denominator: s^4 + C1 s^3 + C2 s^2 + C1 s + 1. */
const C1 = A + B;
const C2 = 2 + A * B;
/** (R3 s^3 + R2 s^2 + R1 s + R0) / D as shares of both band-passes and both low-passes, by partial fractions. */
const PART = 1 / (B - A);
const bandShare = (r3: number, r2: number, r0: number): number => (r2 - r0 - A * r3) * PART;
const lowShare = (r3: number, r1: number, r0: number): number => (r1 - r3 - A * r0) * PART;
/** What the high-pass leaves out of its input. */
const BAND_A = bandShare(C1, C2, 1);
const BAND_B = C1 - BAND_A;
const LOW_A = lowShare(C1, C1, 1);
const LOW_B = 1 - LOW_A;
/** Two integrators for each of two sections of each channel. */
const MEMORIES = 8;

const smoothing = (ms: number, sampleRate: number): number => 1 - Math.exp(-1000 / (ms * sampleRate));

/**
 * The detector measures the louder channel after a Butterworth high-pass of fourth order. The reduction is
 * smoothed in decibels in two stages, a decaying maximum by the release and an approach by the attack (D.
 * Giannoulis et al., "Digital dynamic range compressor design", 2012): it brings the band down to the
 * threshold, by `rangeDb` at most.
 *
 * It is applied by a shelf whose poles are those of the high-pass and whose zeros move: at `w` times the
 * corner the power is (1 + g^2 w^8) / (1 + w^8) for a band gain of `g`. So both parts add up to the input,
 * bit for bit, while there is nothing to reduce, and no crossover shifts its phase. Detector and shelf are
 * sums of the same two state-variable sections (A. Simper, "Linear Trapezoidal Integrated SVF", 2013), which
 * run side by side; only the shares of their outputs change with the reduction. Latency 0; `process` never
 * allocates.
 */
export class DeEsser implements Processor<DeEsserSettings> {
  readonly latency: Samples = samples(0);
  #threshold = 1;
  /** The largest reduction, in nepers, and the level that calls for it. */
  #range = 0;
  #ceiling = 1;
  readonly #attack: number;
  #release = 1;
  /** The two stages of the reduction, in nepers. */
  #envelope = 0;
  #reduction = 0;
  /** The natural logarithm of the warped corner. */
  readonly #logCorner: Glide;
  /** How much of what comes out is de-essed; 0 when it is off. */
  readonly #share: Glide;
  readonly #memory = new Float64Array(MEMORIES);
  readonly #sampleRate: number;

  constructor(sampleRate: number, rampSamples: number) {
    this.#sampleRate = sampleRate;
    this.#attack = smoothing(ATTACK_MS, sampleRate);
    this.#logCorner = new Glide(rampSamples, 0);
    this.#share = new Glide(rampSamples, 0);
  }

  get reductionDb(): number {
    return this.isActive ? this.#reduction * DB_PER_NEPER : 0;
  }

  get isActive(): boolean {
    return !this.#share.isAt(0);
  }

  get isSilent(): boolean {
    if (!this.isActive) return true;
    const isSettled = this.#envelope === 0 && this.#reduction === 0;
    if (!isSettled || !this.#share.isSettled || !this.#logCorner.isSettled) return false;
    for (let i = 0; i < MEMORIES; i++) if (this.#memory[i] !== 0) return false;
    return true;
  }

  set(settings: DeEsserSettings | null, glide: boolean): void {
    // While inactive it received no audio.
    const wasActive = this.isActive;
    if (!wasActive) this.reset();
    // Where nothing lies above the frequency there is nothing to listen to.
    const isOn = settings !== null && !isBeyondNyquist(settings.hz, this.#sampleRate);
    this.#share.set(isOn ? 1 : 0, glide);
    if (!isOn) return;
    this.#logCorner.set(Math.log(warpedCorner(settings.hz, this.#sampleRate)), glide && wasActive);
    this.#threshold = dbToGain(settings.thresholdDb);
    this.#range = settings.rangeDb / DB_PER_NEPER;
    this.#ceiling = dbToGain(settings.thresholdDb + settings.rangeDb);
    this.#release = smoothing(settings.releaseMs, this.#sampleRate);
    // A smaller range is approached by the release, unless it must apply at once.
    if (glide) return;
    this.#envelope = Math.min(this.#envelope, this.#range);
    this.#reduction = Math.min(this.#reduction, this.#range);
  }

  reset(): void {
    this.#envelope = 0;
    this.#reduction = 0;
    this.#memory.fill(0);
  }

  process(left: Float64Array, right: Float64Array, frames: number): void {
    let at = 0;
    while (at < frames && !(this.#logCorner.isSettled && this.#share.isSettled)) {
      this.#run(left, right, at, at + 1, Math.exp(this.#logCorner.next()), this.#share.next());
      at++;
    }
    if (at < frames && this.isActive)
      this.#run(left, right, at, frames, Math.exp(this.#logCorner.ahead(0)), this.#share.ahead(0));
    const memory = this.#memory;
    for (let i = 0; i < MEMORIES; i++) if (Math.abs(memory[i]!) < STATE_FLOOR) memory[i] = 0;
  }

  #run(
    left: Float64Array,
    right: Float64Array,
    from: number,
    to: number,
    corner: number,
    share: number,
  ): void {
    const memory = this.#memory;
    const threshold = this.#threshold;
    const ceiling = this.#ceiling;
    const range = this.#range;
    const attack = this.#attack;
    const release = this.#release;
    // The band-pass of a section is v = x1 s1 + x2 (x - s2), its low-pass s2 + corner v.
    const a1 = 1 / (1 + corner * (corner + A));
    const a2 = corner * a1;
    const b1 = 1 / (1 + corner * (corner + B));
    const b2 = corner * b1;
    let envelope = this.#envelope;
    let reduction = this.#reduction;
    let la1 = memory[0]!;
    let la2 = memory[1]!;
    let lb1 = memory[2]!;
    let lb2 = memory[3]!;
    let ra1 = memory[4]!;
    let ra2 = memory[5]!;
    let rb1 = memory[6]!;
    let rb2 = memory[7]!;
    for (let i = from | 0; i < to; i++) {
      const l = left[i]!;
      const r = right[i]!;
      const bandLeftA = a1 * la1 + a2 * (l - la2);
      const bandRightA = a1 * ra1 + a2 * (r - ra2);
      const bandLeftB = b1 * lb1 + b2 * (l - lb2);
      const bandRightB = b1 * rb1 + b2 * (r - rb2);
      la1 = bandLeftA + bandLeftA - la1;
      ra1 = bandRightA + bandRightA - ra1;
      lb1 = bandLeftB + bandLeftB - lb1;
      rb1 = bandRightB + bandRightB - rb1;
      const lowLeftA = la2 + corner * bandLeftA;
      const lowRightA = ra2 + corner * bandRightA;
      const lowLeftB = lb2 + corner * bandLeftB;
      const lowRightB = rb2 + corner * bandRightB;
      la2 = lowLeftA + corner * bandLeftA;
      ra2 = lowRightA + corner * bandRightA;
      lb2 = lowLeftB + corner * bandLeftB;
      rb2 = lowRightB + corner * bandRightB;
      const level = Math.max(
        Math.abs(l - BAND_A * bandLeftA - BAND_B * bandLeftB - LOW_A * lowLeftA - LOW_B * lowLeftB),
        Math.abs(r - BAND_A * bandRightA - BAND_B * bandRightB - LOW_A * lowRightA - LOW_B * lowRightB),
      );
      envelope -= envelope * release;
      if (level >= ceiling) envelope = Math.max(envelope, range);
      // Only a level that calls for more than is held needs a logarithm.
      else if (level > threshold && level * decay(envelope) > threshold)
        envelope = Math.log(level / threshold);
      reduction += (envelope - reduction) * attack;
      if (reduction < NO_REDUCTION_NP && envelope < NO_REDUCTION_NP) envelope = reduction = 0;
      if (reduction === 0) continue;
      // The zeros move with the fourth root of the band's gain; with no reduction all shares are 0.
      const root = decay(reduction / 4);
      const square = root * root;
      const cut = 1 - square * square;
      const cubic = C1 * (cut - 1 + square * root);
      const quadratic = C2 * (cut - 1 + square);
      const linear = C1 * (cut - 1 + root);
      const bandA = bandShare(cubic, quadratic, cut);
      const bandB = cubic - bandA;
      const lowA = lowShare(cubic, linear, cut);
      const lowB = cut - lowA;
      const outLeft = bandA * bandLeftA + bandB * bandLeftB + lowA * lowLeftA + lowB * lowLeftB - cut * l;
      const outRight =
        bandA * bandRightA + bandB * bandRightB + lowA * lowRightA + lowB * lowRightB - cut * r;
      left[i] = l + share * outLeft;
      right[i] = r + share * outRight;
    }
    this.#envelope = envelope;
    this.#reduction = reduction;
    memory[0] = la1;
    memory[1] = la2;
    memory[2] = lb1;
    memory[3] = lb2;
    memory[4] = ra1;
    memory[5] = ra2;
    memory[6] = rb1;
    memory[7] = rb2;
  }
}
