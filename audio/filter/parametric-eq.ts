// The four-band equaliser of a strip and of the master: low shelf, two peaks, high shelf.
import { type BandSettings, type EqSettings, eachBand } from '@/contract/processors/equaliser';
import { defaultsOf } from '@/contract/settings';
import { type BandKind, bandCoefficients } from './bands';
import { GlidingBiquad } from './gliding-biquad';

const BANDS: readonly { readonly name: keyof EqSettings; readonly kind: BandKind }[] = [
  { name: 'lowShelf', kind: 'low-shelf' },
  { name: 'lowPeak', kind: 'peak' },
  { name: 'highPeak', kind: 'peak' },
  { name: 'highShelf', kind: 'high-shelf' },
];

/** Every band where a hand would look for it first, and none doing anything. */
export const NEUTRAL_EQ: EqSettings = eachBand(({ settings }) => defaultsOf(settings));

const isSame = (a: BandSettings, b: BandSettings): boolean =>
  a.hz === b.hz && a.gainDb === b.gainDb && a.q === b.q;

/** Latency 0. `process` never allocates. */
export class ParametricEq {
  readonly #sections: readonly GlidingBiquad[];
  #settings = NEUTRAL_EQ;
  readonly #sampleRate: number;

  /** @param rampSamples how long a band takes to follow its knobs */
  constructor(sampleRate: number, rampSamples: number) {
    this.#sampleRate = sampleRate;
    this.#sections = BANDS.map(() => new GlidingBiquad(rampSamples));
  }

  /** False when `process` would change nothing. */
  get isActive(): boolean {
    for (const section of this.#sections) if (section.isActive) return true;
    return false;
  }

  /** True when silence in gives silence out. */
  get isSilent(): boolean {
    for (const section of this.#sections) if (!section.isSilent) return false;
    return true;
  }

  /** @param glide false takes the settings at once */
  set(settings: EqSettings, glide: boolean): void {
    for (const [index, { name, kind }] of BANDS.entries()) {
      const section = this.#sections[index]!;
      if (isSame(settings[name], this.#settings[name])) continue;
      const target = bandCoefficients(kind, settings[name], this.#sampleRate);
      if (glide) section.glideTo(target);
      else section.jumpTo(target);
    }
    this.#settings = settings;
  }

  /** Clears the audio state. */
  reset(): void {
    for (const section of this.#sections) section.reset();
  }

  /** Filters the first `frames` frames in place. */
  process(left: Float64Array, right: Float64Array, frames: number): void {
    for (const section of this.#sections) if (section.isActive) section.process(left, right, frames);
  }
}
