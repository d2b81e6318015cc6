// A stereo-linked compressor with a soft knee, make-up gain and optional look-ahead.
import { COMPRESSOR, type CompressorSettings } from '@/contract/processors/compressor';
import { defaultsOf } from '@/contract/settings';
import { Glide } from '../space/glide';
import { StereoDelay } from '../space/stereo-delay';
import { DB_PER_NEPER, dbToGain, type Samples, samples } from '../units';
import { decay, NO_REDUCTION_NP } from './decay';

/** Ready to be turned up, and doing nothing. */
export const NEUTRAL_COMPRESSOR: CompressorSettings = defaultsOf(COMPRESSOR.settings);

export const LONGEST_LOOK_AHEAD_MS = COMPRESSOR.settings.lookAheadMs.max;

/** The gain reduction in dB (0 or more) that a steady level calls for: the static curve. */
export function staticReductionDb(levelDb: number, settings: CompressorSettings): number {
  const { thresholdDb, ratio, kneeDb } = settings;
  const over = levelDb - thresholdDb;
  const slope = 1 - 1 / ratio;
  if (over >= kneeDb / 2) return over * slope;
  if (over <= -kneeDb / 2) return 0;
  return ((over + kneeDb / 2) ** 2 / (2 * kneeDb)) * slope;
}

const smoothing = (ms: number, sampleRate: number): number => 1 - Math.exp(-1000 / (ms * sampleRate));

/**
 * The reduction is computed in decibels from the louder channel's peak and smoothed in two stages (D.
 * Giannoulis et al., "Digital dynamic range compressor design", 2012): first the release keeps a decaying
 * maximum, then the attack approaches it, so that a steady tone is reduced by the static curve and not by
 * something between its peaks and its zeros. `process` never allocates.
 */
export class Compressor {
  #settings = NEUTRAL_COMPRESSOR;
  #attack = 1;
  #release = 1;
  /** Below this no reduction is called for, so that no logarithm is needed. */
  #kneeGain = 1;
  #thresholdNp = 0;
  #halfKneeNp = 0;
  #slope = 0;
  #bend = 0;
  /** The two stages of the reduction, in nepers. */
  #envelope = 0;
  /**
   * No level up to this calls for more reduction than the envelope has, which saves most of the logarithms.
   */
  #gate = 0;
  #gateFall = 1;
  #reduction = 0;
  readonly #makeup: Glide;
  readonly #delay: StereoDelay;
  readonly #sampleRate: number;

  constructor(sampleRate: number, rampSamples: number) {
    this.#sampleRate = sampleRate;
    this.#makeup = new Glide(rampSamples, 1);
    const longest = Math.ceil((LONGEST_LOOK_AHEAD_MS * sampleRate) / 1000);
    this.#delay = new StereoDelay(longest, rampSamples);
    this.set(NEUTRAL_COMPRESSOR, false);
  }

  /** How late the audio comes out. */
  get latency(): Samples {
    return samples(Math.round((this.#settings.lookAheadMs * this.#sampleRate) / 1000));
  }

  /** The gain reduction under way, in dB: 0 or more. */
  get reductionDb(): number {
    return this.#reduction * DB_PER_NEPER;
  }

  /** False when `process` would change nothing. */
  get isActive(): boolean {
    const settings = this.#settings;
    const makeup = this.#makeup;
    const isFlat = settings.ratio === 1 && this.#envelope === 0 && this.#reduction === 0;
    return !isFlat || !makeup.isAt(1) || !this.#delay.isDirect;
  }

  /** True when silence in gives silence out and changes nothing. */
  get isSilent(): boolean {
    const isSettled = this.#envelope === 0 && this.#reduction === 0 && this.#makeup.isSettled;
    return isSettled && (this.#delay.isDirect || this.#delay.isSilent);
  }

  /** @param glide false takes make-up gain and look-ahead at once; the others are smoothed by the ballistics anyway */
  set(settings: CompressorSettings, glide: boolean): void {
    this.#settings = settings;
    this.#attack = smoothing(settings.attackMs, this.#sampleRate);
    this.#release = smoothing(settings.releaseMs, this.#sampleRate);
    this.#kneeGain =
      settings.ratio === 1 ? Number.POSITIVE_INFINITY : dbToGain(settings.thresholdDb - settings.kneeDb / 2);
    this.#thresholdNp = settings.thresholdDb / DB_PER_NEPER;
    this.#halfKneeNp = settings.kneeDb / 2 / DB_PER_NEPER;
    this.#slope = 1 - 1 / settings.ratio;
    this.#bend = settings.kneeDb === 0 ? 0 : this.#slope / (4 * this.#halfKneeNp);
    // The envelope was computed on another curve.
    this.#gate = 0;
    this.#makeup.set(dbToGain(settings.makeupDb), glide);
    this.#delay.setDelay(this.latency, glide);
  }

  /** Clears the audio state. */
  reset(): void {
    this.#envelope = 0;
    this.#gate = 0;
    this.#reduction = 0;
    this.#delay.reset();
  }

  /** Compresses the first `frames` frames in place. */
  process(left: Float64Array, right: Float64Array, frames: number): void {
    const isLate = !this.#delay.isDirect;
    const release = this.#release;
    const attack = this.#attack;
    const makeup = this.#makeup;
    const kneeGain = this.#kneeGain;
    // In locals, because reading and writing fields would take longer than the arithmetic.
    let envelope = this.#envelope;
    let gate = this.#gate;
    let gateFall = this.#gateFall;
    let reduction = this.#reduction;
    for (let i = 0; i < frames; i++) {
      const l = Math.abs(left[i]!);
      const r = Math.abs(right[i]!);
      const level = Math.max(l, r);
      envelope -= envelope * release;
      gate *= gateFall;
      if (level > gate && level > kneeGain) {
        envelope = this.#meet(level, envelope);
        gate = this.#gate;
        gateFall = this.#gateFall;
      }
      reduction += (envelope - reduction) * attack;
      // An inaudible reduction settles at 0, unless it is only beginning.
      if (reduction < NO_REDUCTION_NP && envelope < NO_REDUCTION_NP) envelope = reduction = 0;
      const gain = makeup.next() * decay(reduction);
      if (isLate) this.#delay.processFrame(left, right, i);
      left[i]! *= gain;
      right[i]! *= gain;
    }
    this.#envelope = envelope;
    this.#gate = gate;
    this.#gateFall = gateFall;
    this.#reduction = reduction;
  }

  /**
   * Processes a level that may call for more reduction than the envelope has, and finds the level up to which
   * no other does.
   * @returns the new envelope
   */
  #meet(level: number, envelope: number): number {
    // In nepers, because that is what logarithm and exponential speak.
    const over = Math.log(level) - this.#thresholdNp;
    const wanted = this.#reductionFor(over);
    if (wanted > envelope) this.#gateAt(level, over);
    // The gate had fallen further than what is held; where it belongs now spares the coming logarithms.
    else this.#gateAt(Math.exp(this.#overFor(envelope) + this.#thresholdNp), this.#overFor(envelope));
    return Math.max(wanted, envelope);
  }

  /** The reduction that a level so far over the threshold calls for. */
  #reductionFor(over: number): number {
    const bent = over + this.#halfKneeNp;
    return over >= this.#halfKneeNp ? over * this.#slope : bent * bent * this.#bend;
  }

  /** How far over the threshold a level is that calls for this reduction: the inverse of `reductionFor`. */
  #overFor(reduction: number): number {
    const isBent = reduction < this.#halfKneeNp * this.#slope;
    return isBent ? Math.sqrt(reduction / this.#bend) - this.#halfKneeNp : reduction / this.#slope;
  }

  #gateAt(level: number, over: number): void {
    this.#gate = level;
    // While the envelope falls by `release` of itself, the level it corresponds to falls by no more than
    // this.
    this.#gateFall = 1 - this.#release * (Math.max(0, over) + this.#halfKneeNp);
  }
}
