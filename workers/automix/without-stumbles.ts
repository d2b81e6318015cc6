// Replaces the transitions of a rendered set in which the beats of both tracks were measured far apart.

import { playApart } from '@/audio/automix/play-apart';
import type { SetPlan, SetTrack } from '@/audio/automix/types';
import type { DjRules } from '@/contract/dj-rules';
import { BADLY_OFF_MS } from './beat-offsets';
import type { SetReport } from './set-report';

/**
 * The plan itself, or with tracks that were measured far apart where they overlap not playing together.
 * @param report of the set that was rendered by `plan`
 * @param tracks those of the plan, in any order
 */
export function withoutStumbles(
  plan: SetPlan,
  { transitions }: SetReport,
  tracks: readonly SetTrack[],
  rules: DjRules,
): SetPlan {
  return transitions.reduce((mended, { from, to, beat_offset_ms: offset }, index) => {
    if (!offset || offset.median <= BADLY_OFF_MS) return mended;
    const apart = `The beats of "${from}" and "${to}" were measured ${Math.round(offset.median)} ms apart, so the two do not play together.`;
    const replaced = playApart(mended, index, tracks, rules);
    return { ...replaced, notes: [...replaced.notes, apart] };
  }, plan);
}
