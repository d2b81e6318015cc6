// How much of a strip goes to the shared reverb and delay.
import type { SendSettings } from '@/contract/processors/sends';
import { Glide } from '../space/glide';
import { faderGain } from './graph';
import type { MixBus, StereoBuffer } from './mix-bus';

export class StripSends {
  readonly #toReverb: Glide;
  readonly #toDelay: Glide;

  constructor(rampSamples: number) {
    this.#toReverb = new Glide(rampSamples, 0);
    this.#toDelay = new Glide(rampSamples, 0);
  }

  get isReverbOpen(): boolean {
    return this.#toReverb.isOpen;
  }

  get isDelayOpen(): boolean {
    return this.#toDelay.isOpen;
  }

  get isOpen(): boolean {
    return this.#toReverb.isOpen || this.#toDelay.isOpen;
  }

  set({ reverbDb, delayDb }: SendSettings, glide: boolean): void {
    this.#toReverb.set(faderGain(reverbDb), glide);
    this.#toDelay.set(faderGain(delayDb), glide);
  }

  /** Adds the strip's audio, after its fader, to what the effects are fed. */
  feed(audio: StereoBuffer, bus: MixBus, frames: number): void {
    if (bus.reverbFed) addSent(audio, this.#toReverb, bus.reverb, frames);
    if (bus.delayFed) addSent(audio, this.#toDelay, bus.delay, frames);
  }

  advance(frames: number): void {
    this.#toReverb.advance(frames);
    this.#toDelay.advance(frames);
  }
}

function addSent({ left, right }: StereoBuffer, level: Glide, into: StereoBuffer, frames: number): void {
  if (!level.isOpen) return;
  for (let i = 0; i < frames; i++) {
    const gain = level.ahead(i);
    into.left[i]! += left[i]! * gain;
    into.right[i]! += right[i]! * gain;
  }
}
