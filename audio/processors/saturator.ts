// The saturator of a strip: drives the stem into a soft curve.
import type { SaturatorSettings } from '@/contract/processors/saturator';
import { Glide } from '../space/glide';
import { StereoDelay } from '../space/stereo-delay';
import { dbToGain, type Samples, samples } from '../units';
import { OVERSAMPLED_FRAMES, OVERSAMPLER_DELAY, Oversampler } from './oversampler';
import type { Processor } from './processor';
import { softCurve } from './soft-curve';

/** Where the curve levels off with no drive, as a gain: 9.5 dB above full scale, so that no drive is nearly clean. */
const HEADROOM = 3;
/** Samples until nothing is left of the time before the first one. */
const SPAN = 2 * OVERSAMPLER_DELAY;
const NO_DELAY: Samples = samples(0);

/** What a full-scale peak comes out at with no drive. It does with any drive: only what is softer becomes louder. */
const PEAK = HEADROOM * Math.tanh(1 / HEADROOM);
const curveGain = (drive: number): number => PEAK / Math.tanh(drive / HEADROOM);

/**
 * y = tanh(drive x / 3) PEAK / tanh(drive / 3): with no drive a soft sound stays as it is. The harmonics of tanh fall
 * exponentially, the faster the further from full scale it levels off: at eight times the rate, with a drive of 24 dB,
 * what folds back below 20 kHz lies more than 80 dB below full-scale tones up to 10 kHz. That makes antiderivative
 * antialiasing (J. Parker, V. Zavalishin, E. Le Bivic, "Reducing the aliasing of nonlinear waveshaping using
 * continuous-time convolution", 2016), which would dull the treble and delay by half a sample more, unnecessary.
 *
 * The dry part is as late as the wet one. Switched on or off, the delay is cross-faded by `StereoDelay` just as the
 * alignment of the other strips, and the wet part fades in over it. `process` never allocates.
 */
export class Saturator implements Processor<SaturatorSettings> {
  #isOn = false;
  readonly #drive: Glide;
  readonly #makeup: Glide;
  readonly #mix: Glide;
  readonly #output: Glide;
  readonly #dry: StereoDelay;
  readonly #left = new Oversampler(softCurve);
  readonly #right = new Oversampler(softCurve);
  readonly #wetLeft = new Float64Array(OVERSAMPLED_FRAMES);
  readonly #wetRight = new Float64Array(OVERSAMPLED_FRAMES);
  /** Samples until the wet part may be mixed in, because it still begins in the middle of a wave. */
  #warmUp = 0;
  /** Samples since the last one that was not 0. */
  #quiet = SPAN;

  /** The sample rate does not matter: all of it is relative to the Nyquist frequency. */
  constructor(_sampleRate: number, rampSamples: number) {
    this.#drive = new Glide(rampSamples, 1);
    this.#makeup = new Glide(rampSamples, 1);
    this.#mix = new Glide(rampSamples, 0);
    this.#output = new Glide(rampSamples, 1);
    this.#dry = new StereoDelay(OVERSAMPLER_DELAY, rampSamples);
  }

  get latency(): Samples {
    return this.#isOn ? OVERSAMPLER_DELAY : NO_DELAY;
  }

  get isActive(): boolean {
    return this.#isOn || !this.#mix.isAt(0) || !this.#output.isAt(1) || !this.#dry.isDirect;
  }

  get isSilent(): boolean {
    if (!this.isActive) return true;
    const isSettled =
      this.#mix.isSettled && this.#output.isSettled && this.#drive.isSettled && this.#warmUp === 0;
    return isSettled && this.#quiet >= SPAN && this.#dry.isSilent;
  }

  set(settings: SaturatorSettings | null, glide: boolean): void {
    const wasActive = this.isActive;
    // While inactive it received no audio.
    if (!wasActive && settings !== null) this.reset();
    this.#isOn = settings !== null;
    this.#dry.setDelay(this.latency, glide);
    this.#mix.set(settings?.mix ?? 0, glide);
    this.#output.set(dbToGain(settings?.outputDb ?? 0), glide);
    if (settings === null) return;
    const drive = dbToGain(settings.driveDb);
    this.#drive.set(drive / HEADROOM, glide && wasActive);
    this.#makeup.set(curveGain(drive), glide && wasActive);
    if (!glide) this.#warmUp = 0;
    else if (!wasActive) this.#warmUp = SPAN;
  }

  reset(): void {
    this.#left.reset();
    this.#right.reset();
    this.#dry.reset();
    this.#warmUp = 0;
    this.#quiet = SPAN;
  }

  process(left: Float64Array, right: Float64Array, frames: number): void {
    for (let at = 0; at < frames; at += OVERSAMPLED_FRAMES)
      this.#processChunk(left, right, at, Math.min(OVERSAMPLED_FRAMES, frames - at));
  }

  #processChunk(left: Float64Array, right: Float64Array, at: number, frames: number): void {
    const wetLeft = this.#wetLeft;
    const wetRight = this.#wetRight;
    const mix = this.#mix;
    const output = this.#output;
    const makeup = this.#makeup;
    const dry = this.#dry;
    this.#driveInto(left, right, at, frames);
    this.#left.process(wetLeft, frames);
    this.#right.process(wetRight, frames);
    let warmUp = this.#warmUp;
    for (let i = 0; i < frames; i++) {
      const gain = makeup.next();
      const level = output.next();
      const share = warmUp > 0 ? 0 : mix.next();
      if (warmUp > 0) warmUp--;
      dry.processFrame(left, right, at + i);
      const l = left[at + i]!;
      const r = right[at + i]!;
      left[at + i] = level * (l + share * (gain * wetLeft[i]! - l));
      right[at + i] = level * (r + share * (gain * wetRight[i]! - r));
    }
    this.#warmUp = warmUp;
  }

  /** Copies a chunk at the level at which the curve takes it. */
  #driveInto(left: Float64Array, right: Float64Array, at: number, frames: number): void {
    const wetLeft = this.#wetLeft;
    const wetRight = this.#wetRight;
    const drive = this.#drive;
    let quiet = this.#quiet;
    for (let i = 0; i < frames; i++) {
      const l = left[at + i]!;
      const r = right[at + i]!;
      const gain = drive.next();
      wetLeft[i] = gain * l;
      wetRight[i] = gain * r;
      quiet = l === 0 && r === 0 ? Math.min(SPAN, quiet + 1) : 0;
    }
    this.#quiet = quiet;
  }
}
