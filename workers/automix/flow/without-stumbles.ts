// Replaces the transitions of a rendered set in which the beats of both tracks were measured far apart, unrelated, or beyond comparison.

import { playApart } from '@/audio/automix/plan/play-apart';
import type { SetPlan, SetTrack } from '@/audio/automix/types';
import type { DjRules } from '@/contract/dj-rules';
import { type Stumble, stumbleOf } from '../report/beat-offsets';
import type { SetReport } from '../report/set-report';

const UNMEASURED = {
  unrelated: 'were found to have nothing in common',
  unknown: 'could not be compared, though both have drums',
} as const;
const measured = (stumble: Stumble): string =>
  typeof stumble === 'number' ? `were measured ${stumble} ms apart` : UNMEASURED[stumble];

/**
 * The plan itself, or with tracks whose beats do not agree where they overlap, or cannot be compared, not playing together.
 * @param report of the set that was rendered by `plan`
 * @param tracks those of the plan, in any order
 */
export function withoutStumbles(
  plan: SetPlan,
  { transitions }: Pick<SetReport, 'transitions'>,
  tracks: readonly SetTrack[],
  rules: DjRules,
): SetPlan {
  return transitions.reduce((mended, transition, index) => {
    const stumble = stumbleOf(transition);
    if (stumble === null) return mended;
    const { from, to } = transition;
    const apart = `The beats of "${from}" and "${to}" ${measured(stumble)}, so the two do not play together.`;
    const replaced = playApart(mended, index, tracks, rules);
    return { ...replaced, notes: [...replaced.notes, apart] };
  }, plan);
}
