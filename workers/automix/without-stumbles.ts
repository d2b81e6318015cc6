// Replaces the transitions of a rendered set in which the beats of both tracks were measured far apart, or unrelated.

import { playApart } from '@/audio/automix/play-apart';
import type { SetPlan, SetTrack } from '@/audio/automix/types';
import type { DjRules } from '@/contract/dj-rules';
import { type Stumble, stumbleOf } from './beat-offsets';
import type { SetReport } from './set-report';

const measured = (stumble: Stumble): string =>
  stumble === 'unrelated' ? 'were found to have nothing in common' : `were measured ${stumble} ms apart`;

/**
 * The plan itself, or with tracks that were measured far apart where they overlap not playing together.
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
