// The voices that overlay samples are played with: functions of time, made of sines and noise.
import { seededRandom } from '../../dither';

/** A sound: amplitude at `t` seconds after it began, and how long it lasts. */
export interface OverlayVoice {
  readonly seconds: number;
  readonly at: (t: number) => number;
}

const TAU = 2 * Math.PI;
/** Attacks take two milliseconds: short enough to be one, long enough not to click. */
const ATTACK_S = 0.002;

const attack = (t: number): number => Math.min(1, t / ATTACK_S);
export const midiHz = (pitch: number): number => 440 * 2 ** ((pitch - 69) / 12);

/** Noise without its lower part, the same for the same seed. */
function airyNoise(seed: number): () => number {
  const random = seededRandom(seed);
  let before = 0;
  return () => {
    const noise = 2 * random() - 1;
    const high = noise - before;
    before = noise;
    return high / 2;
  };
}

export function shaker(seed: number): OverlayVoice {
  const noise = airyNoise(seed);
  return { seconds: 0.09, at: (t) => Math.min(1, t / 0.012) * Math.exp(-t / 0.025) * noise() };
}

/** A hand drum whose pitch falls a little. */
export function conga(hz: number): OverlayVoice {
  const turns = (t: number) => hz * (t + 0.25 * 0.02 * (1 - Math.exp(-t / 0.02)));
  return { seconds: 0.4, at: (t) => attack(t) * Math.exp(-t / 0.09) * Math.sin(TAU * turns(t)) };
}

export function snare(seed: number): OverlayVoice {
  const noise = airyNoise(seed);
  return {
    seconds: 0.25,
    at: (t) =>
      attack(t) * (Math.exp(-t / 0.05) * noise() + 0.4 * Math.exp(-t / 0.06) * Math.sin(TAU * 190 * t)),
  };
}

/** A string: partials that die the sooner the higher they are. */
export function pluck(pitch: number): OverlayVoice {
  const hz = midiHz(pitch);
  const partials = [1, 2, 3, 4, 5].filter((n) => n * hz < 12_000);
  return {
    seconds: 0.8,
    at: (t) => {
      const sum = partials.reduce(
        (all, n) => all + (Math.exp((-t * n) / 0.25) * Math.sin(TAU * n * hz * t)) / n,
        0,
      );
      return 0.5 * attack(t) * sum;
    },
  };
}

/** The first two resonances of an open "ah". */
const FORMANTS = [
  { hz: 750, width: 180, level: 1 },
  { hz: 1150, width: 200, level: 0.6 },
] as const;

const formantLevel = (hz: number): number =>
  FORMANTS.reduce(
    (sum, { hz: centre, width, level }) => sum + level * Math.exp(-(((hz - centre) / width) ** 2)),
    0.03,
  );

/** Somebody who sings "ah" with a little vibrato. */
export function choir(pitch: number, seconds: number): OverlayVoice {
  const hz = midiHz(pitch);
  const partials = Array.from({ length: Math.floor(4_000 / hz) }, (_, i) => ({
    n: i + 1,
    level: formantLevel((i + 1) * hz),
  }));
  return {
    seconds,
    at: (t) => {
      const envelope = Math.min(1, t / 0.12, (seconds - t) / 0.15);
      const phase = TAU * hz * t + 0.12 * Math.sin(TAU * 5.2 * t);
      return 0.35 * envelope * partials.reduce((sum, { n, level }) => sum + level * Math.sin(n * phase), 0);
    },
  };
}

/** Noise that grows and brightens over its whole length. */
export function riser(seed: number, seconds: number): OverlayVoice {
  const random = seededRandom(seed);
  let [low, lower] = [0, 0];
  return {
    seconds,
    at: (t) => {
      const share = t / seconds;
      const keep = 0.9 - 0.8 * share;
      low = keep * low + (1 - keep) * (2 * random() - 1);
      lower = 0.98 * lower + 0.02 * low;
      const release = Math.min(1, (seconds - t) / 0.02);
      return release * share * share * (low - lower);
    },
  };
}
