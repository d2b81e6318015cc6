// The sum's way out: equaliser, fader, true-peak limiter.
import { TruePeakLimiter } from '../dynamics/limiter';
import { NEUTRAL_EQ, ParametricEq } from '../filter/parametric-eq';
import { Glide } from '../space/glide';
import { type Samples, samples } from '../units';
import { scale } from './channel-loops';
import { faderGain, type MasterSettings, NEUTRAL_MASTER } from './graph';
import { StereoBuffer } from './mix-bus';
import { StereoRamp } from './stereo-ramp';

export class MasterBus {
  settings: MasterSettings = NEUTRAL_MASTER;
  readonly #eq: ParametricEq;
  readonly #fader: StereoRamp;
  readonly #limiter: TruePeakLimiter;
  /** 0 without and 1 with the limiter; in between while it is switched. */
  readonly #share: Glide;
  readonly #gains = new StereoBuffer();
  readonly #dry = new StereoBuffer();
  #isLimiting = false;
  /** Samples until the limiter's delay is filled and its output may be used. */
  #filling = 0;

  constructor(sampleRate: number, rampSamples: number) {
    this.#eq = new ParametricEq(sampleRate, rampSamples);
    this.#fader = new StereoRamp(rampSamples);
    this.#limiter = new TruePeakLimiter(sampleRate);
    this.#share = new Glide(rampSamples, 0);
  }

  get latency(): Samples {
    return this.#isLimiting ? this.#limiter.latency : samples(0);
  }

  /** The limiter's gain reduction, in dB: 0 or more. */
  get reductionDb(): number {
    return this.#isLimiting ? this.#limiter.reductionDb : 0;
  }

  /** @param glide false takes the settings at once */
  set(settings: MasterSettings, glide: boolean): void {
    this.settings = settings;
    const gain = faderGain(settings.gainDb);
    if (glide) this.#fader.glideTo(gain, gain);
    else this.#fader.jumpTo(gain, gain);
    this.#eq.set(settings.eq ?? NEUTRAL_EQ, glide);
    if (settings.limiter) this.#limiter.set(settings.limiter);
    this.#switchLimiter(Boolean(settings.limiter), glide);
  }

  /** Clears the audio state. */
  reset(): void {
    this.#eq.reset();
    this.#limiter.reset();
  }

  /** Takes equaliser and fader to their settings at once, and lets the limiter go on. */
  cue(): void {
    this.#eq.reset();
    this.#eq.set(this.settings.eq ?? NEUTRAL_EQ, false);
    this.#fader.finish();
  }

  /**
   * Processes the first `frames` frames in place.
   * @returns the gain that is still to be applied: a settled fader needs no pass of its own
   */
  process(left: Float64Array, right: Float64Array, frames: number): number {
    const fader = this.#fader;
    const isLimited = this.#isLimited;
    if (!isLimited && fader.remaining === 0) {
      if (this.#eq.isActive) this.#eq.process(left, right, frames);
      return fader.targetLeft;
    }
    this.shape(left, right, frames);
    if (isLimited) this.#limit(left, right, frames);
    return 1;
  }

  /** Equaliser and fader, in place. */
  shape(left: Float64Array, right: Float64Array, frames: number): void {
    const fader = this.#fader;
    const gains = this.#gains;
    if (this.#eq.isActive) this.#eq.process(left, right, frames);
    fader.fill(frames, gains.left, gains.right);
    fader.advance(frames);
    scale(left, gains.left, frames);
    scale(right, gains.right, frames);
  }

  /** The limiter, in place; nothing without one. */
  finish(left: Float64Array, right: Float64Array, frames: number): void {
    if (this.#isLimited) this.#limit(left, right, frames);
  }

  get #isLimited(): boolean {
    return this.#isLimiting || this.#share.isOpen;
  }

  #switchLimiter(on: boolean, glide: boolean): void {
    if (on && !this.#isLimiting && !this.#share.isOpen) {
      this.#limiter.reset();
      this.#filling = this.#limiter.latency;
    }
    this.#isLimiting = on;
    if (!glide || !on) this.#filling = 0;
    this.#share.set(on ? 1 : 0, glide);
  }

  #limit(left: Float64Array, right: Float64Array, frames: number): void {
    const dry = this.#dry;
    const share = this.#share;
    const isAlone = this.#filling === 0 && share.isAt(1);
    if (!isAlone) {
      for (let i = 0; i < frames; i++) {
        dry.left[i] = left[i]!;
        dry.right[i] = right[i]!;
      }
    }
    this.#limiter.process(left, right, frames);
    if (isAlone) return;
    for (let i = 0; i < frames; i++) {
      const wet = this.#filling > 0 ? 0 : share.next();
      if (this.#filling > 0) this.#filling--;
      left[i] = dry.left[i]! + (left[i]! - dry.left[i]!) * wet;
      right[i] = dry.right[i]! + (right[i]! - dry.right[i]!) * wet;
    }
  }
}
