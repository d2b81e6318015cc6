// The way of a stem or of a group into the mix: its processors, its fader, its sends.
import { CLOSED_SENDS } from '@/contract/processors/sends';
import type { Samples } from '../units';
import { addGained, addProcessed, addRamped, addSteady, addUnmeasured } from './channel-loops';
import { NEUTRAL_STRIP, type StripSettings } from './graph';
import type { MeterBank } from './meter-bank';
import type { GroupBus, MixBus, StereoBuffer, StripScratch } from './mix-bus';
import { StripFader } from './strip-fader';
import type { StripListener } from './strip-listener';
import { StripProcessors } from './strip-processors';
import { StripSends } from './strip-sends';

/** One stem's channels for a block: two for stereo, one for mono (played on both sides), none for silence. */
export type StemBlock = readonly Float32Array[];

export class ChannelStrip {
  settings: StripSettings = NEUTRAL_STRIP;
  readonly #processors: StripProcessors;
  readonly #fader: StripFader;
  readonly #sends: StripSends;
  readonly #index: number;
  readonly #scratch: StripScratch;
  readonly #listener: StripListener | null;

  /** @param longestLatency the most that another strip may be late, in samples */
  constructor(
    index: number,
    sampleRate: number,
    rampSamples: number,
    longestLatency: number,
    scratch: StripScratch,
    listener: StripListener | null = null,
  ) {
    this.#index = index;
    this.#scratch = scratch;
    this.#listener = listener;
    this.#processors = new StripProcessors(sampleRate, rampSamples, longestLatency);
    this.#fader = new StripFader(rampSamples, scratch.audio.left.length);
    this.#sends = new StripSends(rampSamples);
  }

  /**
   * The current gain reduction of the compressor, in dB: 0 or more. A strip that is inaudible is not
   * compressed.
   */
  get reductionDb(): number {
    return this.#fader.isSilent ? 0 : this.#processors.reductionDb;
  }

  /** How late the strip's processors make it, without its alignment. */
  get latency(): Samples {
    return this.#processors.latency;
  }

  /** Takes the processors' settings; `setFader` takes the rest. */
  set(settings: StripSettings, glide: boolean): void {
    this.settings = settings;
    this.#processors.set(settings, glide);
    this.#sends.set(settings.sends ?? CLOSED_SENDS, glide);
  }

  /** @param isAudible what mute and everybody's solo come to */
  setFader(isAudible: boolean, position: number, glide: boolean): void {
    // A silent strip is not processed; its filters still contain outdated state.
    if (this.#fader.isSilent) this.reset();
    this.#fader.set(this.settings, isAudible, position, glide);
  }

  /** Delays the strip so that it is in time with the latest one. */
  setAlignment(delay: number, glide: boolean): void {
    this.#processors.setAlignment(delay, glide);
  }

  /** Clears the audio state. */
  reset(): void {
    this.#processors.reset();
  }

  /**
   * Adds a chunk of a stem to the mix.
   * @param offset where the chunk begins in `input`
   * @param position where it lies on the timeline
   * @param bus receives what is sent
   * @param into receives the strip itself: the sum, or a group
   * @param meters null skips metering
   * @returns whether there was something to add
   */
  process(
    input: StemBlock | undefined,
    offset: number,
    frames: number,
    position: number,
    bus: MixBus,
    into: StereoBuffer,
    meters: MeterBank | null,
  ): boolean {
    const left = input?.[0];
    const right = input?.[1] ?? left;
    const isHeard = !this.#fader.isSilent && (left !== undefined || !this.#processors.isSilent);
    if (isHeard) {
      this.#scratch.levelLeft.reset();
      this.#scratch.levelRight.reset();
      if (left && right && this.#isPlain) this.#addPlain(left, right, offset, frames, into, meters !== null);
      else {
        this.#load(left, right, offset, frames);
        if (this.#canSkipWriteBack(meters)) this.#addDirect(frames, into);
        else this.#addShaped(frames, position, bus, into);
      }
      this.#measure(meters);
    } else this.#listener?.processSilence(this.#index, frames);
    this.#fader.advance(frames);
    this.#sends.advance(frames);
    return isHeard;
  }

  /** Adds a chunk of a group to the sum: `process` with the sum of its strips in place of a stem. */
  processGroup(
    input: GroupBus,
    frames: number,
    position: number,
    bus: MixBus,
    meters: MeterBank | null,
  ): void {
    if (!this.#fader.isSilent && (input.isFed || !this.#processors.isSilent)) {
      this.#scratch.levelLeft.reset();
      this.#scratch.levelRight.reset();
      this.#scratch.audio.copyFrom(input, 0, frames);
      this.#addShaped(frames, position, bus, bus.sum);
      this.#measure(meters);
    } else this.#listener?.processSilence(this.#index, frames);
    this.#fader.advance(frames);
    this.#sends.advance(frames);
  }

  /** True when something of it reaches the reverb. */
  get feedsReverb(): boolean {
    return !this.#fader.isSilent && this.#sends.isReverbOpen;
  }

  get feedsDelay(): boolean {
    return !this.#fader.isSilent && this.#sends.isDelayOpen;
  }

  /** True when the stem goes to the sum at gains set by hand, and nowhere else. */
  get #isPlain(): boolean {
    // Whoever listens is handed the strip's own audio, which the short way never writes down.
    if (this.#listener) return false;
    return !this.#processors.isActive && this.#fader.isManual && !this.#sends.isOpen;
  }

  #addPlain(
    left: Float32Array,
    right: Float32Array,
    offset: number,
    frames: number,
    sum: StereoBuffer,
    isMeasured: boolean,
  ): void {
    const { levelLeft, levelRight } = this.#scratch;
    const { remaining, stepLeft, stepRight, targetLeft, targetRight } = this.#fader.ramp;
    const ramped = Math.min(frames, remaining);
    if (ramped > 0) {
      addRamped(sum.left, left, offset, ramped, targetLeft, stepLeft, remaining, levelLeft);
      addRamped(sum.right, right, offset, ramped, targetRight, stepRight, remaining, levelRight);
    }
    if (isMeasured) {
      addSteady(sum.left, left, offset, ramped, frames, targetLeft, levelLeft);
      addSteady(sum.right, right, offset, ramped, frames, targetRight, levelRight);
    } else {
      addUnmeasured(sum.left, left, offset, ramped, frames, targetLeft);
      addUnmeasured(sum.right, right, offset, ramped, frames, targetRight);
    }
  }

  #addShaped(frames: number, position: number, bus: MixBus, into: StereoBuffer): void {
    const { audio, gains, levelLeft, levelRight } = this.#scratch;
    this.#processors.process(audio, frames);
    this.#fader.fill(position, frames, gains.left, gains.right);
    addGained(into.left, audio.left, gains.left, frames, levelLeft);
    addGained(into.right, audio.right, gains.right, frames, levelRight);
    this.#listener?.processBlock(this.#index, audio.left, audio.right, frames);
    this.#sends.feed(audio, bus, frames);
  }

  /** True when the strip is not metered and its fader is settled: then its audio need not be written back. */
  #canSkipWriteBack(meters: MeterBank | null): boolean {
    const isUnmetered = meters === null && this.#listener === null;
    return isUnmetered && this.#fader.isSettled && !this.#sends.isOpen;
  }

  #addDirect(frames: number, sum: StereoBuffer): void {
    const { audio } = this.#scratch;
    this.#processors.process(audio, frames);
    addProcessed(sum.left, audio.left, frames, this.#fader.ramp.targetLeft);
    addProcessed(sum.right, audio.right, frames, this.#fader.ramp.targetRight);
  }

  #load(
    left: Float32Array | undefined,
    right: Float32Array | undefined,
    offset: number,
    frames: number,
  ): void {
    if (left && right) this.#scratch.audio.load(left, right, offset, frames);
    else this.#scratch.audio.clear(frames);
  }

  #measure(meters: MeterBank | null): void {
    const { levelLeft: left, levelRight: right } = this.#scratch;
    meters?.add(this.#index, left.peak, right.peak, left.squares, right.squares);
  }
}
