// An effect that strips send to, and its way back into the mix.
import { Glide } from '../space/glide';
import { faderGain } from './graph';
import type { StereoBuffer } from './mix-bus';

/** What reverb and delay have in common. */
interface Effect<Settings> {
  readonly isSilent: boolean;
  set(settings: Settings, glide: boolean): void;
  reset(): void;
  process(left: Float64Array, right: Float64Array, frames: number): void;
}

export class SendReturn<Settings extends { readonly levelDb: number }> {
  readonly #level: Glide;
  readonly #effect: Effect<Settings>;
  #settings: Settings;

  constructor(effect: Effect<Settings>, settings: Settings, rampSamples: number) {
    this.#effect = effect;
    this.#settings = settings;
    this.#level = new Glide(rampSamples, 1);
    this.set(settings, false);
  }

  /** True when it sounds on although nothing is sent. */
  get isRinging(): boolean {
    return !this.#effect.isSilent;
  }

  set(settings: Settings, glide: boolean): void {
    this.#settings = settings;
    // What makes no sound need not glide, and would stop half-way while it rests.
    this.#effect.set(settings, glide && this.isRinging);
    this.#level.set(faderGain(settings.levelDb), glide);
  }

  /** Clears the audio state, and applies its settings at once. */
  restart(): void {
    this.#effect.reset();
    this.set(this.#settings, false);
  }

  /** Adds what comes of `sent`, which is overwritten, to `sum`; nothing happens unless it is `fed` or ringing. */
  process(sent: StereoBuffer, fed: boolean, frames: number, sum: StereoBuffer): void {
    if (fed) {
      this.#effect.process(sent.left, sent.right, frames);
      for (let i = 0; i < frames; i++) {
        const gain = this.#level.ahead(i);
        sum.left[i]! += sent.left[i]! * gain;
        sum.right[i]! += sent.right[i]! * gain;
      }
    }
    this.#level.advance(frames);
  }
}
