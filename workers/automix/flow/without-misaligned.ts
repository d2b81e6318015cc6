// Replaces the transitions of a rendered set in which the beats of both tracks were measured far apart, unrelated, or beyond comparison.

import { playApart } from '@/audio/automix/plan/play-without-overlap';
import type { SetPlan, SetTrack } from '@/audio/automix/types';
import type { DjRules } from '@/contract/dj-rules';
import { type Misalignment, misalignmentOf } from '../report/beat-offsets';
import type { SetReport } from '../report/set-report';

const UNMEASURED = {
  unrelated: 'were found to have nothing in common',
  unknown: 'could not be compared, though both have drums',
} as const;
const measured = (misalignment: Misalignment): string =>
  typeof misalignment === 'number' ? `were measured ${misalignment} ms apart` : UNMEASURED[misalignment];

/**
 * The plan itself, or with tracks whose beats do not agree where they overlap, or cannot be compared, not playing together.
 * @param report of the set that was rendered by `plan`
 * @param tracks those of the plan, in any order
 */
export function withoutMisaligned(
  plan: SetPlan,
  { transitions }: Pick<SetReport, 'transitions'>,
  tracks: readonly SetTrack[],
  rules: DjRules,
): SetPlan {
  return transitions.reduce((revised, transition, index) => {
    const misalignment = misalignmentOf(transition);
    if (misalignment === null) return revised;
    const { from, to } = transition;
    const apart = `The beats of "${from}" and "${to}" ${measured(misalignment)}, so the two do not play together.`;
    const replaced = playApart(revised, index, tracks, rules);
    return { ...replaced, notes: [...replaced.notes, apart] };
  }, plan);
}
