// Plans one transition of a set anew so that its tracks do not play together.

import type { DjRules } from '@/contract/dj-rules';
import { mixTrackOf } from '../analyse/mix-track';
import type { SetPlan, SetTrack, TransitionPlan } from '../types';
import { proposals } from './proposals';
import { pairsOf } from './track-plans';
import { validatePlan } from './validate';

const playsApart = ({ template }: TransitionPlan): boolean => template === 'cut' || template === 'echo-out';

/**
 * Replaces a transition by the best cut or echo that the validator has nothing against.
 * @param index of the transition
 * @param tracks those of the plan, in any order
 */
export function playApart(
  plan: SetPlan,
  index: number,
  tracks: readonly SetTrack[],
  rules: DjRules,
): SetPlan {
  const byId = new Map(tracks.map((track) => [track.id, mixTrackOf(track, rules)]));
  const inOrder = plan.tracks.map(({ id }) => byId.get(id)!);
  const pair = pairsOf(inOrder, plan.tracks, rules)[index]!;
  const played = tracks.filter(({ id }) => plan.tracks.some((each) => each.id === id));
  const replaced = proposals(pair, rules)
    .filter(playsApart)
    .map((way) => ({ ...plan, transitions: plan.transitions.map((each, i) => (i === index ? way : each)) }));
  return replaced.find((each) => 'plan' in validatePlan(each, played, rules)) ?? replaced.at(-1)!;
}
