// Unit selection: for every slot the nearest grains, and through them the cheapest path over the whole stem.

import type { StyleSettings } from '@/contract/style-settings';
import { seededRandom } from '../dither';
import type { GrainPool } from './grain-pool';
import type { Target } from './target';
import { type Candidate, type Choice, classesOf, UnitCosts } from './unit-costs';

/** Grains kept for each slot. */
const NEAREST = 10;
/** Slots decided together; the count of repetitions goes from one stretch to the next. */
const STRETCH = 64;
export interface SelectionOptions {
  readonly pool: GrainPool;
  readonly settings: StyleSettings;
  readonly sampleRate: number;
  /** Called between stretches with the share of slots done; may throw to stop. */
  readonly onProgress: (share: number) => void;
}

/** Chooses grains for one voice of the stem after the other. */
export class UnitSelector {
  readonly #uses: Float32Array;
  readonly #costs: UnitCosts;
  readonly #options: SelectionOptions;

  constructor(options: SelectionOptions) {
    this.#options = options;
    this.#uses = new Float32Array(options.pool.count);
    this.#costs = new UnitCosts(options.pool, options.settings, options.sampleRate);
  }

  /** One choice for every slot. Voice 0 plays all notes of a slot at best, the others one note each. */
  select(target: Target, voice: number): Choice[] {
    const random = seededRandom(this.#options.settings.seed + 7919 * voice);
    const choices: Choice[] = [];
    for (let from = 0; from < target.slots.length; from += STRETCH) {
      const to = Math.min(target.slots.length, from + STRETCH);
      const lists: Candidate[][] = [];
      for (let slot = from; slot < to; slot++) lists.push(this.#nearest(target, slot, voice, random));
      choices.push(...this.#cheapestPath(lists, target, from, choices.at(-1)));
      this.#options.onProgress(to / target.slots.length);
    }
    return choices;
  }

  #nearest(target: Target, index: number, voice: number, random: () => number): Candidate[] {
    const slot = target.slots[index]!;
    const notes = voice === 0 ? slot.notes : slot.notes.slice(voice, voice + 1);
    if (!slot.isAudible || (voice > 0 && notes.length === 0)) return [{ place: -1, semitones: 0, cost: 0 }];
    const classes = classesOf(notes);
    const { pool } = this.#options;
    const nearest: Candidate[] = [];
    for (let place = 0; place < pool.count; place++) {
      const cost = this.#costs.targetCost(target, index, place, this.#uses[place]!) + 0.02 * random();
      if (nearest.length === NEAREST && cost >= nearest.at(-1)!.cost) continue;
      const candidate = this.#costs.withPitch(place, notes, classes, cost);
      insert(nearest, candidate);
    }
    return nearest;
  }

  #cheapestPath(
    lists: readonly (readonly Candidate[])[],
    target: Target,
    from: number,
    before: Choice | undefined,
  ): Choice[] {
    let costs = lists[0]!.map(
      (to) => to.cost + (before ? this.#costs.joinCost(before, to, target.slots[from - 1]!) : 0),
    );
    const back: number[][] = [];
    for (let i = 1; i < lists.length; i++) {
      const links: number[] = [];
      const slot = target.slots[from + i - 1]!;
      const next = lists[i]!.map((to) => {
        let [cheapest, link] = [Number.POSITIVE_INFINITY, 0];
        for (const [j, candidate] of lists[i - 1]!.entries()) {
          const cost = costs[j]! + this.#costs.joinCost(candidate, to, slot);
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
}

/** Keeps the list sorted by cost and no longer than NEAREST. */
function insert(list: Candidate[], candidate: Candidate): void {
  if (list.length === NEAREST && candidate.cost >= list.at(-1)!.cost) return;
  let at = list.length;
  while (at > 0 && list[at - 1]!.cost > candidate.cost) at--;
  list.splice(at, 0, candidate);
  if (list.length > NEAREST) list.pop();
}
