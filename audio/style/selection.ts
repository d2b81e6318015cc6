// Unit selection: for every slot the nearest grains, and through them the cheapest path over the whole stem.

import { PITCH_CLASSES } from '../analysis/chroma';
import { seededRandom } from '../dither';
import { COLOUR_COUNT, type GrainPool } from './grain-pool';
import type { Note } from './notes';
import type { RestyleSettings } from './settings';
import type { Slot, Target } from './target';

/** Grains kept for each slot. */
const NEAREST = 10;
/** Slots decided together; the count of repetitions goes from one stretch to the next. */
const STRETCH = 64;
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

interface Candidate extends Choice {
  readonly cost: number;
}

export interface SelectionOptions {
  readonly pool: GrainPool;
  readonly settings: RestyleSettings;
  readonly sampleRate: number;
  /** Called between stretches with the share of slots done; may throw to stop. */
  readonly onProgress: (share: number) => void;
}

/** The pitch classes that notes sound in, fundamentals and first harmonics, of length 1. */
function classesOf(notes: readonly Note[]): Float32Array {
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
export function foldTransposition(semitones: number): number {
  const over = Math.abs(semitones) - WIDEST_TRANSPOSITION;
  return over > 0 ? semitones - Math.sign(semitones) * 12 * Math.ceil(over / 12) : semitones;
}

/** Chooses grains for one voice of the stem after the other. */
export class UnitSelector {
  readonly #uses: Float32Array;

  constructor(private readonly options: SelectionOptions) {
    this.#uses = new Float32Array(options.pool.count);
  }

  /** One choice for every slot. Voice 0 plays all notes of a slot at best, the others one note each. */
  select(target: Target, voice: number): Choice[] {
    const random = seededRandom(this.options.settings.seed + 7919 * voice);
    const choices: Choice[] = [];
    for (let from = 0; from < target.slots.length; from += STRETCH) {
      const to = Math.min(target.slots.length, from + STRETCH);
      const lists: Candidate[][] = [];
      for (let slot = from; slot < to; slot++) lists.push(this.#nearest(target, slot, voice, random));
      choices.push(...this.#cheapestPath(lists, target, from, choices.at(-1)));
      this.options.onProgress(to / target.slots.length);
    }
    return choices;
  }

  #nearest(target: Target, index: number, voice: number, random: () => number): Candidate[] {
    const slot = target.slots[index]!;
    const notes = voice === 0 ? slot.notes : slot.notes.slice(voice, voice + 1);
    if (!slot.isAudible || (voice > 0 && notes.length === 0)) return [{ place: -1, semitones: 0, cost: 0 }];
    const classes = classesOf(notes);
    const { pool } = this.options;
    const nearest: Candidate[] = [];
    for (let place = 0; place < pool.count; place++) {
      const cost = this.#targetCost(target, index, place) + 0.02 * random();
      if (nearest.length === NEAREST && cost >= nearest.at(-1)!.cost) continue;
      const candidate = this.#withPitch(place, notes, classes, cost);
      insert(nearest, candidate);
    }
    return nearest;
  }

  #targetCost(target: Target, index: number, place: number): number {
    const { pool, settings } = this.options;
    let colour = 0;
    for (let i = 0; i < COLOUR_COUNT; i++) {
      const difference = pool.colour[place * COLOUR_COUNT + i]! - target.colour[index * COLOUR_COUNT + i]!;
      colour += difference * difference;
    }
    const wantsAttack = target.slots[index]!.isAttack ? 1 : 0;
    const attack = wantsAttack === pool.isAttack[place] ? 0 : WEIGHT.attack * settings.attackPreservation;
    const quiet = Math.max(0, QUIET_DB - pool.levelDb[place]!);
    const over = Math.max(0, this.#uses[place]! - settings.repetitionLimit);
    return WEIGHT.colour * colour + attack * (wantsAttack || 0.5) + WEIGHT.level * quiet + 0.5 * over;
  }

  #withPitch(place: number, notes: readonly Note[], classes: Float32Array, cost: number): Candidate {
    const { pool, settings } = this.options;
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
    const { pool, settings } = this.options;
    const [lowest, highest] = settings.transposeToTarget ? [-6, 5] : [0, 0];
    let [semitones, cheapest] = [0, Number.POSITIVE_INFINITY];
    for (let turn = lowest; turn <= highest; turn++) {
      let likeness = 0;
      for (let i = 0; i < PITCH_CLASSES; i++) {
        likeness += classes[(i + turn + 12) % 12]! * pool.chroma[place * PITCH_CLASSES + i]!;
      }
      const total = WEIGHT.chroma * (1 - likeness) + WEIGHT.transposition * Math.abs(turn);
      if (total < cheapest) [semitones, cheapest] = [turn, total];
    }
    return {
      place,
      semitones: semitones + settings.transposeSemitones,
      cost: cost + WEIGHT.unpitched + cheapest,
    };
  }

  #cheapestPath(
    lists: readonly (readonly Candidate[])[],
    target: Target,
    from: number,
    before: Choice | undefined,
  ): Choice[] {
    let costs = lists[0]!.map(
      (to) => to.cost + (before ? this.#joinCost(before, to, target.slots[from - 1]!) : 0),
    );
    const back: number[][] = [];
    for (let i = 1; i < lists.length; i++) {
      const links: number[] = [];
      const slot = target.slots[from + i - 1]!;
      const next = lists[i]!.map((to) => {
        let [cheapest, link] = [Number.POSITIVE_INFINITY, 0];
        for (const [j, candidate] of lists[i - 1]!.entries()) {
          const cost = costs[j]! + this.#joinCost(candidate, to, slot);
          if (cost < cheapest) [cheapest, link] = [cost, j];
        }
        links.push(link);
        return cheapest + to.cost;
      });
      back.push(links);
      costs = next;
    }
    let at = costs.indexOf(Math.min(...costs));
    const path: Choice[] = [];
    for (let i = lists.length - 1; i >= 0; i--) {
      const choice = lists[i]![at]!;
      path.push(choice);
      if (i > 0) at = back[i - 1]![at]!;
    }
    this.#uses.forEach((_, place, uses) => {
      uses[place]! *= 0.5;
    });
    for (const { place } of path) if (place >= 0) this.#uses[place]! += 1;
    return path.reverse();
  }

  #joinCost(a: Choice, b: Choice, slot: Slot): number {
    if (a.place < 0 || b.place < 0) return 0;
    const { pool, settings } = this.options;
    const weight = 2 * settings.continuity;
    const advance = slot.hop * 2 ** (a.semitones / 12);
    const drift = Math.abs(pool.position[b.place]! - pool.position[a.place]! - advance);
    const isPassage = pool.unit[a.place] === pool.unit[b.place] && drift < 0.03 * this.options.sampleRate;
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

/** Keeps the list sorted by cost and no longer than NEAREST. */
function insert(list: Candidate[], candidate: Candidate): void {
  if (list.length === NEAREST && candidate.cost >= list.at(-1)!.cost) return;
  let at = list.length;
  while (at > 0 && list[at - 1]!.cost > candidate.cost) at--;
  list.splice(at, 0, candidate);
  if (list.length > NEAREST) list.pop();
}
