// The starter drum kit: kick, snare, hats, tom, clap and rim, with the dust of a record on them.
import { seededRandom } from '../../dither';
import { NoteRenderer, type Voice } from './note-renderer';

type Random = () => number;

const noise = (random: Random): number => random() * 2 - 1;

/** A low-pass of one pole; `keep` is the share of the value before. */
function smoothed(keep: number): (value: number) => number {
  let held = 0;
  return (value) => {
    held = keep * held + (1 - keep) * value;
    return held;
  };
}

/** A drum skin whose pitch falls from `from` to `to` Hz. */
function skin(from: number, to: number, fall: number, decay: number): Voice {
  return (t) => {
    const turns = to * t + (from - to) * fall * (1 - Math.exp(-t / fall));
    return Math.min(1, t / 0.001) * Math.exp(-t / decay) * Math.sin(2 * Math.PI * turns);
  };
}

export function snare(random: Random, tune: number): Voice {
  const body = skin(240 * tune, 180 * tune, 0.02, 0.07);
  const wires = smoothed(0.35);
  return (t) => 0.5 * body(t) + 0.8 * Math.exp(-t / 0.09) * wires(noise(random));
}

/** Noise without its lower part. */
export function hat(random: Random, decay: number): Voice {
  const low = smoothed(0.6);
  return (t) => {
    const value = noise(random);
    return 0.7 * Math.exp(-t / decay) * (value - low(value));
  };
}

function clap(random: Random): Voice {
  const low = smoothed(0.5);
  return (t) => {
    const hands = [0, 0.011, 0.023].reduce(
      (sum, at) => sum + (t >= at ? Math.exp(-(t - at) / (at > 0.02 ? 0.09 : 0.006)) : 0),
      0,
    );
    return 0.5 * hands * low(noise(random));
  };
}

/** Adds the character of a worn record: dull treble, and crackle that decays with the hit. */
function worn(voice: Voice, random: Random): Voice {
  const dull = smoothed(0.3);
  return (t) => {
    const dust = random() < 0.0012 ? 0.25 * noise(random) : 0;
    return dull(voice(t) + dust * Math.exp(-t / 0.1));
  };
}

const HIT_S = 0.38;
const EVERY_S = 0.45;

/** Every piece of the kit in four tunings. */
export function vinylKit(rate: number): NoteRenderer {
  const random = seededRandom(33);
  const hits: Voice[] = [];
  for (const tune of [0.88, 0.96, 1.05, 1.16]) {
    hits.push(
      skin(170 * tune, 48 * tune, 0.028, 0.16),
      snare(random, tune),
      hat(random, 0.025 * tune),
      hat(random, 0.14 * tune),
      skin(190 * tune, 95 * tune, 0.05, 0.16),
      clap(random),
      skin(900 * tune, 820 * tune, 0.004, 0.02),
    );
  }
  const renderer = new NoteRenderer(hits.length * EVERY_S, rate);
  for (const [index, hit] of hits.entries()) {
    renderer.addNote(index * EVERY_S, HIT_S, worn(hit, random), 0.3 * Math.sin(index * 1.9));
  }
  return renderer;
}
