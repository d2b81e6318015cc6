// What a click sounds like: a choice of short sounds, each with a higher and louder one for the first beat of a bar.

export const CLICK_SOUNDS = ['beep', 'wood', 'low'] as const;
export type ClickSound = (typeof CLICK_SOUNDS)[number];

interface Tone {
  readonly hz: number;
  readonly peak: number;
}
interface Voice {
  readonly accent: Tone;
  readonly beat: Tone;
  /** The time in which it falls to 1/e, in seconds */
  readonly decay: number;
  /** A second partial, by the ratio of its frequency and its share of the sound, 0 to 1 */
  readonly partial: { readonly ratio: number; readonly share: number };
}

const VOICES: Readonly<Record<ClickSound, Voice>> = {
  beep: {
    accent: { hz: 1_600, peak: 0.7 },
    beat: { hz: 1_000, peak: 0.5 },
    decay: 0.008,
    partial: { ratio: 1, share: 0 },
  },
  // The second mode of a struck bar lies 2.76 times as high as the first.
  wood: {
    accent: { hz: 1_150, peak: 0.8 },
    beat: { hz: 820, peak: 0.6 },
    decay: 0.006,
    partial: { ratio: 2.76, share: 0.4 },
  },
  low: {
    accent: { hz: 520, peak: 0.8 },
    beat: { hz: 390, peak: 0.6 },
    decay: 0.012,
    partial: { ratio: 2, share: 0.2 },
  },
};
/** By then every sound has fallen by 36 dB or more. */
const LENGTH_S = 0.05;

export interface ClickSamples {
  readonly accent: Float32Array;
  /** As long as the accent */
  readonly beat: Float32Array;
}

/** @param rate of the samples, in Hz */
export function clickSamples(sound: ClickSound, rate: number): ClickSamples {
  const { accent, beat, decay, partial } = VOICES[sound];
  const render = ({ hz, peak }: Tone) =>
    Float32Array.from({ length: Math.round(LENGTH_S * rate) }, (_, i) => {
      const seconds = i / rate;
      const first = Math.sin(2 * Math.PI * hz * seconds);
      const second = Math.sin(2 * Math.PI * hz * partial.ratio * seconds);
      return peak * Math.exp(-seconds / decay) * (first * (1 - partial.share) + second * partial.share);
    });
  return { accent: render(accent), beat: render(beat) };
}
