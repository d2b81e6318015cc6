// Where bars begin and how many beats they have: new chords, new sounds and the kick fall on the first beat.
import { changeCurve, peaksOnly } from './change';
import { standardise } from './curves';
import type { Slots } from './slots';

/** Half beats before and after a change of notes that are compared: chords last two beats and more. */
const CHORD_SLOTS = 4;
/** The same for the sound as a whole: a bar on either side, so that the pattern within the bar cancels out. */
const SOUND_SLOTS = 8;
/** How much each kind of evidence counts. Instruments enter and leave on the bar even where no chord changes. */
const WEIGHTS = { sound: 1.5, notes: 1, bass: 0.5, kick: 0.5, snare: 0.3 } as const;
/** The attacks have already chosen between beat and off-beat; bars overrule them only with good reason. */
const OFF_BEAT_COST = 0.25;
/** Waltzes are rare: three beats must explain the changes clearly better than four. */
const TERNARY_FACTOR = 1.25;
/** A meter is detected over several bars; with fewer slots 4/4 is assumed. */
const MIN_SLOTS = 32;

export interface Bars {
  readonly beatsPerBar: 3 | 4;
  /** The slot of the first downbeat, 0 to `2 * beatsPerBar - 1`; odd when the grid stands on the off-beat. */
  readonly firstSlot: number;
  /** 0 (a guess) to 1. */
  readonly confidence: number;
}

/** One value per slot: how much speaks for a bar to begin there. */
function barEvidence(slots: Slots): Float32Array {
  const attack = (band: number) =>
    Float32Array.from(
      { length: slots.count },
      (_, i) => slots.attacks.values[i * slots.attacks.bands + band]!,
    );
  const kinds: ReadonlyArray<readonly [weight: number, curve: Float32Array]> = [
    [WEIGHTS.sound, peaksOnly(changeCurve(slots.levels, SOUND_SLOTS))],
    [WEIGHTS.notes, changeCurve(slots.notes, CHORD_SLOTS)],
    [WEIGHTS.bass, changeCurve(slots.bassNotes, CHORD_SLOTS)],
    [WEIGHTS.kick, attack(0)],
    [WEIGHTS.snare, attack(1)],
  ];
  const sum = new Float32Array(slots.count);
  for (const [weight, curve] of kinds) {
    for (const [i, value] of standardise(curve).entries()) sum[i]! += weight * value;
  }
  return sum;
}

/** The mean evidence of each position in bars of `length` slots. */
function meanByPosition(evidence: Float32Array, length: number): number[] {
  const means: number[] = [];
  for (let position = 0; position < length; position++) {
    let sum = 0;
    let count = 0;
    for (let slot = position; slot < evidence.length; slot += length) {
      sum += evidence[slot]!;
      count++;
    }
    means.push(sum / Math.max(1, count) - (position % 2 === 1 ? OFF_BEAT_COST : 0));
  }
  return means;
}

interface Reading {
  readonly position: number;
  readonly strength: number;
  /** How far the best position stands above the next. */
  readonly lead: number;
}

function readMeter(evidence: Float32Array, length: number): Reading {
  const means = meanByPosition(evidence, length);
  const strength = Math.max(...means);
  const position = means.indexOf(strength);
  const second = Math.max(...means.filter((_, i) => i !== position));
  return { position, strength, lead: strength - second };
}

/** Finds the bars of a track. */
export function findBars(slots: Slots): Bars {
  const evidence = barEvidence(slots);
  const four = readMeter(evidence, 8);
  const three = readMeter(evidence, 6);
  const isTernary =
    slots.count >= MIN_SLOTS && three.strength > TERNARY_FACTOR * Math.max(0.5, four.strength);
  const reading = isTernary ? three : four;
  return {
    beatsPerBar: isTernary ? 3 : 4,
    firstSlot: reading.position,
    confidence: Math.max(0, Math.min(1, reading.lead / 1.5)),
  };
}
