// The tempo at which each track plays alone: its own, unless its neighbours are further off than is usual.

import type { DjRules } from '@/contract/dj-rules';
import type { MixTrack } from '../analyse/mix-track';
import { lockingMatch, type TempoMatch } from '../analyse/tempo-match';

/**
 * The locking of each transition; null where beats cannot lock.
 * @returns one fewer than there are tracks
 */
export function locksOf(tracks: readonly MixTrack[], rules: DjRules): Array<TempoMatch | null> {
  return tracks.slice(1).map((to, i) => lockingMatch(tracks[i]!.pulse, to.pulse, rules));
}

/** Up to this much beyond the usual change nobody's solo is stretched for it: whole tracks stay as they are recorded. */
const TOLERATED_EXCESS = 0.015;

/** Of two pulls on one track the stronger wins; opposite ones meet. */
function joinPulls(a: number, b: number): number {
  if (Math.sign(a) !== Math.sign(b)) return a + b;
  return Math.abs(a) > Math.abs(b) ? a : b;
}

/**
 * How much faster (logarithm) each track plays alone than it was recorded. Over an overlap one track must bend by the
 * whole step between the two; what exceeds the usual change is taken from both sides, before and after it.
 */
export function soloTempoShifts(locks: ReadonlyArray<TempoMatch | null>, rules: DjRules): number[] {
  const usual = Math.log1p(rules.usualTempoChange);
  const pulls = locks.map((match) => {
    const step = match?.step ?? 0;
    const excess = Math.abs(step) - usual;
    return excess > TOLERATED_EXCESS ? Math.sign(step) * excess : 0;
  });
  const limit = Math.log1p(rules.maxTempoChange);
  return Array.from({ length: locks.length + 1 }, (_, i) => {
    const pull = joinPulls(pulls[i] ?? 0, -(pulls[i - 1] ?? 0));
    return Math.max(-limit, Math.min(limit, pull));
  });
}
