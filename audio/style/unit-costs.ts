// What a grain costs in a place: how far it is from what the stem wants there, and from the grain before it.

import type { StyleSettings } from '@/contract/style-settings';
import { PITCH_CLASSES } from '../analysis/chroma';
import { COLOUR_COUNT, type GrainPool } from './grain-pool';
import type { Note } from './notes';
import type { Slot, Target } from './target';

/** Beyond this many semitones a grain is brought near by octaves instead. */
const WIDEST_TRANSPOSITION = 12;
/** Grains this far below the loudest are mostly what is left of a sound, with its noise. */
const QUIET_DB = -20;
/** Weights of the parts of the target cost. */
const WEIGHT = { chroma: 6, transposition: 0.06, colour: 0.08, attack: 1.5, level: 0.06, unpitched: 1 };
/** Weights of the parts of the concatenation cost. */
const JOIN = { jump: 1.2, colour: 0.06, repeat: 0.8 };
const HARMONIC_CLASSES = [
  [0, 1],
  [7, 0.25],
  [4, 0.1],
] as const;

/** A grain for a slot. */
export interface Choice {
  /** Index into the pool; -1 for none. */
  readonly place: number;
  readonly semitones: number;
}

export interface Candidate extends Choice {
  readonly cost: number;
}

/** The pitch classes that notes sound in, fundamentals and first harmonics, of length 1. */
export function classesOf(notes: readonly Note[]): Float32Array {
  const classes = new Float32Array(PITCH_CLASSES);
  for (const { hz, weight } of notes) {
    const pitch = 69 + 12 * Math.log2(hz / 440);
    for (const [interval, share] of HARMONIC_CLASSES) {
      classes[(((Math.round(pitch) + interval) % 12) + 12) % 12]! += weight * share;
    }
  }
  let squares = 0;
  for (const value of classes) squares += value * value;
  return squares > 0 ? classes.map((value) => value / Math.sqrt(squares)) : classes;
}

/** Semitones from a grain to a note, folded by octaves when it is far. */
function foldTransposition(semitones: number): number {
  const over = Math.abs(semitones) - WIDEST_TRANSPOSITION;
  return over > 0 ? semitones - Math.sign(semitones) * 12 * Math.ceil(over / 12) : semitones;
}

/** Weighs grains of a pool. */
export class UnitCosts {
  readonly #pool: GrainPool;
  readonly #settings: StyleSettings;
  readonly #sampleRate: number;

  constructor(pool: GrainPool, settings: StyleSettings, sampleRate: number) {
    this.#pool = pool;
    this.#settings = settings;
    this.#sampleRate = sampleRate;
  }

  /**
   * How far a grain is from slot `index`, its pitch apart.
   * @param uses how often it was chosen of late
   */
  targetCost(target: Target, index: number, place: number, uses: number): number {
    const pool = this.#pool;
    const settings = this.#settings;
    let colour = 0;
    for (let i = 0; i < COLOUR_COUNT; i++) {
      const difference = pool.colour[place * COLOUR_COUNT + i]! - target.colour[index * COLOUR_COUNT + i]!;
      colour += difference * difference;
    }
    const wantsAttack = target.slots[index]!.isAttack ? 1 : 0;
    const attack = wantsAttack === pool.isAttack[place] ? 0 : WEIGHT.attack * settings.attackPreservation;
    const quiet = Math.max(0, QUIET_DB - pool.levelDb[place]!);
    const over = Math.max(0, uses - settings.repetitionLimit);
    return WEIGHT.colour * colour + attack * (wantsAttack || 0.5) + WEIGHT.level * quiet + 0.5 * over;
  }

  /** The grain with the transposition that the notes want, and what that adds to its cost. */
  withPitch(place: number, notes: readonly Note[], classes: Float32Array, cost: number): Candidate {
    const pool = this.#pool;
    const settings = this.#settings;
    const note = notes[0];
    if (note === undefined) return { place, semitones: settings.transposeSemitones, cost };
    const own = pool.pitchHz[place]!;
    if (own > 0) {
      const wanted = 12 * Math.log2(note.hz / own);
      const semitones = settings.transposeToTarget ? foldTransposition(wanted) : 0;
      const missed = settings.transposeToTarget ? 0 : Math.min(12, Math.abs(wanted));
      const impure = WEIGHT.chroma * 0.5 * (1 - pool.periodicity[place]!);
      const total = cost + impure + WEIGHT.transposition * Math.abs(semitones) + 0.5 * missed;
      return { place, semitones: semitones + settings.transposeSemitones, cost: total };
    }
    return this.#withClasses(place, classes, cost);
  }

  /** The turn of the pitch classes by which a grain without one clear pitch fits best. */
  #withClasses(place: number, classes: Float32Array, cost: number): Candidate {
    const pool = this.#pool;
    const settings = this.#settings;
    const [lowest, highest] = settings.transposeToTarget ? [-6, 5] : [0, 0];
    let [semitones, cheapest] = [0, Number.POSITIVE_INFINITY];
    for (let turn = lowest; turn <= highest; turn++) {
      let similarity = 0;
      for (let i = 0; i < PITCH_CLASSES; i++) {
        similarity += classes[(i + turn + 12) % 12]! * pool.chroma[place * PITCH_CLASSES + i]!;
      }
      const total = WEIGHT.chroma * (1 - similarity) + WEIGHT.transposition * Math.abs(turn);
      if (total < cheapest) [semitones, cheapest] = [turn, total];
    }
    return {
      place,
      semitones: semitones + settings.transposeSemitones,
      cost: cost + WEIGHT.unpitched + cheapest,
    };
  }

  /** What it costs to go on from one grain, which fills `slot`, with another. */
  joinCost(a: Choice, b: Choice, slot: Slot): number {
    if (a.place < 0 || b.place < 0) return 0;
    const pool = this.#pool;
    const settings = this.#settings;
    const weight = 2 * settings.continuity;
    const advance = slot.hop * 2 ** (a.semitones / 12);
    const drift = Math.abs(pool.position[b.place]! - pool.position[a.place]! - advance);
    const isPassage = pool.unit[a.place] === pool.unit[b.place] && drift < 0.03 * this.#sampleRate;
    const turned = Math.min(1, Math.abs(a.semitones - b.semitones) / 6);
    if (isPassage) return weight * 0.3 * turned;
    let colour = 0;
    for (let i = 0; i < COLOUR_COUNT; i++) {
      colour += (pool.colour[a.place * COLOUR_COUNT + i]! - pool.colour[b.place * COLOUR_COUNT + i]!) ** 2;
    }
    const repeat = a.place === b.place ? JOIN.repeat : 0;
    return weight * (JOIN.jump * 0.5 + 0.3 * turned + JOIN.colour * Math.min(20, colour)) + repeat;
  }
}
