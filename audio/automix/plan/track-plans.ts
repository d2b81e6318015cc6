// What each track of a set does alone: its level, its transposition, its tempo; and the pairs that result.

import type { DjRules } from '@/contract/dj-rules';
import type { MixTrack } from '../analyse/mix-track';
import type { SetPlan, TrackPlan } from '../types';
import type { Pair } from './pair';
import { matchLoudness } from './set-loudness';
import { locksOf, soloTempoShifts } from './solo-tempo';
import { transpositions } from './transposition';

/** Above this lie only the airy parts of voices, cymbals and hats. */
const HIGH_CROSSOVER_HZ = 2_500;

/** Plans the tracks of a set, in playing order. */
export function planTracks(tracks: readonly MixTrack[], rules: DjRules): TrackPlan[] {
  const locks = locksOf(tracks, rules);
  const gains = matchLoudness(tracks.map(({ track }) => track.analysis.loudness));
  const shifts = transpositions(tracks, locks, rules);
  const tempos = soloTempoShifts(locks, rules);
  return tracks.map(({ track, grid }, i) => ({
    id: track.id,
    gainDb: gains[i]!,
    semitones: shifts[i]!,
    bpm: grid.bpm * Math.exp(tempos[i]!),
  }));
}

/** The neighbours of a set; one pair fewer than there are tracks. */
export function pairsOf(tracks: readonly MixTrack[], plans: readonly TrackPlan[], rules: DjRules): Pair[] {
  return locksOf(tracks, rules).map((lock, i) => ({
    from: tracks[i]!,
    to: tracks[i + 1]!,
    fromPlan: plans[i]!,
    toPlan: plans[i + 1]!,
    lock,
  }));
}

/** Where the bands of a set's curves meet. */
export function crossoversOf({ bassCrossoverHz }: DjRules): SetPlan['crossovers'] {
  return { lowHz: bassCrossoverHz, highHz: HIGH_CROSSOVER_HZ };
}
