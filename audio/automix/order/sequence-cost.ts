// What an order of tracks costs: a table for each pair that follows one another, and one for each place.
import type { DjRules } from '@/contract/dj-rules';
import type { EnergyShape } from '@/contract/set-vocabulary';
import type { TrackAnalysis } from '../../track/types';

import { endingKey, keyDistance, startingKey, transposed } from '../analyse/harmony';
import { matchTempo, type Pulse, pulseOfTrack } from '../analyse/tempo-match';
import type { SetTrack } from '../types';
import { energiesOf, wantedEnergy } from './set-energy';

/** This much is inaudible (0.03 = 3 %). */
const FREE_TEMPO_STEP = 0.03;
/** Cost at the usual limit, and of each percent beyond it. */
const USUAL_TEMPO_COST = 1;
const STEEP_COST_PER_PERCENT = 1;
/** Beats that cannot be locked; whatever key and energy gain, it is more. */
const UNLOCKABLE_COST = 40;
/** Beside the cost of not locking: the smaller jump is still the better one. */
const JUMP_COST_PER_OCTAVE = 10;
/** Into or out of a track without beats: it can stand anywhere, best at the ends of the set and beside its like. */
const BEATLESS_COST = 6;
const HALF_DOUBLE_COST = 0.5;
/** By distance on the Camelot wheel: the same key, a neighbour, and then quickly worse. */
const KEY_COSTS = [0, 0.2, 1.5, 2.2, 2.8, 3.2, 3.5, 3.5] as const;
const TRANSPOSE_COST = 0.6;
/** A key that is only a guess counts by this share. */
const GUESSED_KEY_SHARE = 0.4;
const ENERGY_STEP_COST = 1;
const ENERGY_PLACE_COST = 4;
/** The same recording twice in a row is no transition. */
const REPEAT_COST = 200;

export interface OrderCosts {
  readonly count: number;
  /** [from * count + to] */
  readonly steps: Float64Array;
  /** [track * count + place] */
  readonly places: Float64Array;
}

function tempoCost(from: Pulse | null, to: Pulse | null, rules: DjRules): number {
  if (!from || !to) return from === to ? 0 : BEATLESS_COST;
  const { beatRatio, step } = matchTempo(from.endBpm, to.startBpm, rules);
  const change = Math.expm1(Math.abs(step));
  const ratioCost = beatRatio === 1 ? 0 : HALF_DOUBLE_COST;
  if (change > rules.maxTempoChange || from.beatsPerBar !== to.beatsPerBar) {
    return UNLOCKABLE_COST + (JUMP_COST_PER_OCTAVE * Math.abs(step)) / Math.LN2;
  }
  const free = Math.min(FREE_TEMPO_STEP, rules.usualTempoChange);
  if (change <= free) return ratioCost;
  if (change <= rules.usualTempoChange) {
    return ratioCost + (USUAL_TEMPO_COST * (change - free)) / (rules.usualTempoChange - free);
  }
  return ratioCost + USUAL_TEMPO_COST + 100 * STEEP_COST_PER_PERCENT * (change - rules.usualTempoChange);
}

function keyCost(from: TrackAnalysis, to: TrackAnalysis, { maxSemitones }: DjRules): number {
  const [a, b] = [endingKey(from), startingKey(to)];
  if (!a || !b) return 0;
  const asIs = KEY_COSTS[keyDistance(a, b)]!;
  const shifted = [-maxSemitones, maxSemitones].map(
    (semitones) => TRANSPOSE_COST + KEY_COSTS[keyDistance(a, transposed(b, semitones))]!,
  );
  const sure = GUESSED_KEY_SHARE + (1 - GUESSED_KEY_SHARE) * Math.min(a.confidence, b.confidence);
  return sure * Math.min(asIs, ...shifted);
}

/** Whether two entries of a set are one recording: nobody masters two songs to the same sample. */
export function isSameRecording(a: TrackAnalysis, b: TrackAnalysis): boolean {
  return (
    a.lengthSamples === b.lengthSamples &&
    a.tempo?.bpm === b.tempo?.bpm &&
    a.loudness.integratedLufs === b.loudness.integratedLufs &&
    a.loudness.truePeakDbtp === b.loudness.truePeakDbtp
  );
}

/** Tabulates the costs of all orders of `tracks`. */
export function orderCosts(tracks: readonly SetTrack[], rules: DjRules, shape: EnergyShape): OrderCosts {
  const count = tracks.length;
  const pulses = tracks.map(pulseOfTrack);
  const energies = energiesOf(tracks);
  const steps = new Float64Array(count * count);
  const places = new Float64Array(count * count);
  for (const [from, a] of tracks.entries()) {
    for (const [to, b] of tracks.entries()) {
      steps[from * count + to] =
        rules.tempoWeight * tempoCost(pulses[from]!, pulses[to]!, rules) +
        rules.keyWeight * keyCost(a.analysis, b.analysis, rules) +
        rules.energyWeight * ENERGY_STEP_COST * Math.abs(energies[to]! - energies[from]!) +
        (isSameRecording(a.analysis, b.analysis) ? REPEAT_COST : 0);
    }
    for (let place = 0; place < count; place++) {
      const wanted = wantedEnergy(shape, place, count);
      const off = wanted === null ? 0 : energies[from]! - wanted;
      places[from * count + place] = rules.energyWeight * ENERGY_PLACE_COST * off * off;
    }
  }
  return { count, steps, places };
}

/** The cost of an order of track indices. */
export function costOfOrder({ count, steps, places }: OrderCosts, order: ArrayLike<number>): number {
  let cost = 0;
  for (let place = 0; place < order.length; place++) {
    cost += places[order[place]! * count + place]!;
    if (place > 0) cost += steps[order[place - 1]! * count + order[place]!]!;
  }
  return cost;
}
