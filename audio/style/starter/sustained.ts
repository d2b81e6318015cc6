// Sustained starter sounds: a choir, bowed metal and the square wave of old game consoles.
import { type NoteRenderer, renderScale, type Voice } from './note-renderer';
import { harmonicsBelow, makeCycle, readCycle } from './wavetable';

/** Rises and falls in the given seconds around a steady middle. */
function swell(t: number, length: number, rise: number, fall: number): number {
  return Math.max(0, Math.min(1, t / rise, (length - t) / fall));
}

interface Formant {
  readonly hz: number;
  readonly width: number;
  readonly level: number;
}

/** Between "ah" and "oh". */
const VOWEL: readonly Formant[] = [
  { hz: 620, width: 110, level: 1 },
  { hz: 1080, width: 130, level: 0.55 },
  { hz: 2600, width: 220, level: 0.18 },
  { hz: 3400, width: 300, level: 0.1 },
];

function vowelStrength(hz: number): number {
  let strength = 0.04;
  for (const formant of VOWEL) {
    strength += formant.level / (1 + ((hz - formant.hz) / formant.width) ** 2);
  }
  return strength;
}

/** Five singers, each with a pitch and a vibrato of their own. */
function singers(hz: number, length: number): Voice {
  const cycle = makeCycle((n) => vowelStrength(n * hz) / Math.sqrt(n), harmonicsBelow(hz, 6_000));
  const people = [-0.11, -0.05, 0, 0.06, 0.1].map((semitones, index) => ({
    hz: hz * 2 ** (semitones / 12),
    vibratoHz: 4.6 + 0.35 * index,
    depth: 0.0045,
    phase: index * 1.7,
  }));
  return (t) => {
    let sum = 0;
    for (const { hz: own, vibratoHz, depth, phase } of people) {
      const angle = 2 * Math.PI * vibratoHz * t + phase;
      const sway = (depth / (2 * Math.PI * vibratoHz)) * Math.sin(angle);
      sum += readCycle(cycle, own * (t + sway) + phase);
    }
    return (swell(t, length, 0.16, 0.22) * sum) / people.length;
  };
}

export function choir(rate: number): NoteRenderer {
  const length = 1.1;
  const scale = { from: 40, to: 81, step: 3, length, every: 1.2 };
  return renderScale(rate, scale, (hz) => singers(hz, length));
}

/** A bar under the bow: a harmonic tone that two slightly other ones beat against. */
function bowed(hz: number, rate: number, length: number): Voice {
  const highest = harmonicsBelow(hz, Math.min(9_000, rate * 0.4));
  const cycle = makeCycle((n) => (n % 2 === 1 ? 1 : 0.35) / n ** 1.15, highest);
  const shine = makeCycle((n) => (n > 3 ? 1 / n : 0), highest);
  return (t) => {
    const body = readCycle(cycle, hz * t) + 0.6 * readCycle(cycle, hz * 1.003 * t + 0.3);
    const rub = readCycle(shine, hz * 2.76 * t) * (0.5 + 0.5 * Math.sin(2 * Math.PI * 5.2 * t));
    const grip = swell(t, length, 0.09, 0.2);
    return grip * (0.5 * body + 0.08 * rub);
  };
}

export function bowedMetal(rate: number): NoteRenderer {
  const length = 0.9;
  const scale = { from: 36, to: 81, step: 3, length, every: 1 };
  return renderScale(rate, scale, (hz) => bowed(hz, rate, length));
}

/** Pulses of changing width at a volume of sixteen steps. */
function chipTone(hz: number, rate: number, length: number, index: number): Voice {
  const duty = [0.5, 0.25, 0.125][index % 3]!;
  const highest = harmonicsBelow(hz, rate * 0.45);
  // Phases are those of sines here, so both halves of the pulse are made of sines of even symmetry.
  const cycle = makeCycle((n) => (2 * Math.sin(Math.PI * n * duty)) / (Math.PI * n), highest);
  return (t) => {
    const volume = Math.ceil(15 * Math.exp(-2.2 * t)) / 15;
    return swell(t, length, 0.002, 0.01) * volume * readCycle(cycle, hz * t);
  };
}

export function chipSquare(rate: number): NoteRenderer {
  const length = 0.42;
  const scale = { from: 36, to: 91, step: 1, length, every: 0.56 };
  return renderScale(rate, scale, (hz, index) => chipTone(hz, rate, length, index));
}
