// What shapes a strip before its fader, in this order: equaliser, compressor, alignment with later strips.
import { Compressor, NEUTRAL_COMPRESSOR } from '../dynamics/compressor';
import { NEUTRAL_EQ, ParametricEq } from '../filter/parametric-eq';
import { StereoDelay } from '../space/stereo-delay';
import type { Samples } from '../units';
import type { StripSettings } from './graph';
import type { StereoBuffer } from './mix-bus';

/** `process` never allocates. */
export class StripProcessors {
  private readonly eq: ParametricEq;
  private readonly compressor: Compressor;
  private readonly alignment: StereoDelay;

  /** @param longestLatency the most that another strip may be late, in samples */
  constructor(sampleRate: number, rampSamples: number, longestLatency: number) {
    this.eq = new ParametricEq(sampleRate, rampSamples);
    this.compressor = new Compressor(sampleRate, rampSamples);
    this.alignment = new StereoDelay(longestLatency, rampSamples);
  }

  /** How late they make the audio, without its alignment. */
  get latency(): Samples {
    return this.compressor.latency;
  }

  /** The compressor's gain reduction under way, in dB: 0 or more. */
  get reductionDb(): number {
    return this.compressor.reductionDb;
  }

  /** False when `process` would change nothing. */
  get isActive(): boolean {
    return this.eq.isActive || this.compressor.isActive || !this.alignment.isDirect;
  }

  /** True when silence in gives silence out. */
  get isSilent(): boolean {
    return (
      (this.alignment.isDirect || this.alignment.isSilent) && this.eq.isSilent && this.compressor.isSilent
    );
  }

  set({ eq = NEUTRAL_EQ, compressor = NEUTRAL_COMPRESSOR }: StripSettings, glide: boolean): void {
    this.eq.set(eq, glide);
    this.compressor.set(compressor, glide);
  }

  /** Delays the audio so that it is in time with the latest strip. */
  setAlignment(delay: number, glide: boolean): void {
    this.alignment.setDelay(delay, glide);
  }

  /** Forgets the audio that was heard. */
  forget(): void {
    this.eq.reset();
    this.compressor.reset();
    this.alignment.reset();
  }

  /** Shapes the first `frames` frames in place. */
  process({ left, right }: StereoBuffer, frames: number): void {
    if (this.eq.isActive) this.eq.process(left, right, frames);
    if (this.compressor.isActive) this.compressor.process(left, right, frames);
    if (!this.alignment.isDirect) this.alignment.process(left, right, frames);
  }
}
