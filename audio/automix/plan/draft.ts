// A plan drafted outside of the planner, by a language model: the decisions alone. Completed here, judged by the validator.
import type { DjRules } from '@/contract/dj-rules';
import { type MixTrack, mixTrackOf } from '../analyse/mix-track';
import { tieBlocks } from '../order/blocks';
import type { SequenceConstraints, SetPlan, SetTrack, TrackPlan } from '../types';
import { composeTransition, type TransitionDecision } from './compose-transition';
import { crossoversOf, pairsOf, planTracks } from './track-plans';
import { type Verdict, validatePlan } from './validate';

export interface TrackDraft {
  readonly id: string;
  /** What is left open is decided by the rules. */
  readonly semitones?: number;
  readonly bpm?: number;
}

export interface SetDraft {
  /** In playing order. */
  readonly tracks: readonly TrackDraft[];
  readonly transitions: readonly TransitionDecision[];
}

/** The constraints that an order breaks. */
function constraintIssues(
  order: readonly string[],
  tracks: readonly SetTrack[],
  constraints: SequenceConstraints,
): string[] {
  if (constraints.keepOrder) {
    const isKept = tracks.every(({ id }, i) => order[i] === id);
    return isKept ? [] : ['The order of the tracks is locked.'];
  }
  const { blocks, first, last } = tieBlocks(tracks, constraints);
  const idsOf = (block: number) => blocks[block]!.map((i) => tracks[i]!.id);
  const isTogether = (ids: readonly string[]) =>
    ids.every((id, i) => i === 0 || order.indexOf(id) === order.indexOf(ids[i - 1]!) + 1);
  return [
    ...(first !== null && order[0] !== idsOf(first)[0] ? [`${idsOf(first)[0]} must be first.`] : []),
    ...(last !== null && order.at(-1) !== idsOf(last).at(-1) ? [`${idsOf(last).at(-1)} must be last.`] : []),
    ...blocks.flatMap((_, i) =>
      isTogether(idsOf(i)) ? [] : [`${idsOf(i).join(', ')} must follow one another.`],
    ),
  ];
}

/** The tracks of a draft in its order; null when it does not contain each exactly once. */
function tracksOf(draft: SetDraft, tracks: readonly SetTrack[], rules: DjRules): MixTrack[] | null {
  const byId = new Map(tracks.map((track) => [track.id, track]));
  const found = draft.tracks.flatMap(({ id }) => byId.get(id) ?? []);
  const isWhole = draft.tracks.length === tracks.length && new Set(found).size === tracks.length;
  return isWhole ? found.map((track) => mixTrackOf(track, rules)) : null;
}

function withDrafts(plans: readonly TrackPlan[], drafts: readonly TrackDraft[]): TrackPlan[] {
  return plans.map((plan, i) => {
    const { semitones = plan.semitones, bpm = plan.bpm } = drafts[i]!;
    return { ...plan, semitones, bpm };
  });
}

/** Bars as whole numbers: what lies between two of them is meant for the nearer one. */
const snapped = (decision: TransitionDecision): TransitionDecision => ({
  ...decision,
  outBar: Math.round(decision.outBar),
  inBar: Math.round(decision.inBar),
  bars: Math.round(decision.bars),
});

/**
 * Completes a draft and validates it.
 * @param tracks those of the set, in the order that applies when the constraints lock it
 * @returns the whole plan, or all of its issues
 * @throws RangeError when the constraints contradict each other
 */
export function judgeDraft(
  draft: SetDraft,
  tracks: readonly SetTrack[],
  rules: DjRules,
  constraints: SequenceConstraints,
): Verdict {
  const mixTracks = tracksOf(draft, tracks, rules);
  if (!mixTracks)
    return { issues: ['The plan must contain every track of the set exactly once, and no other.'] };
  const order = draft.tracks.map(({ id }) => id);
  const issues = constraintIssues(order, tracks, constraints);
  const wanted = tracks.length - 1;
  if (draft.transitions.length !== wanted) {
    issues.push(`${tracks.length} tracks need ${wanted} transitions, not ${draft.transitions.length}.`);
  }
  if (issues.length > 0) return { issues };
  const plans = withDrafts(planTracks(mixTracks, rules), draft.tracks);
  const plan: SetPlan = {
    strategy: 'llm',
    tracks: plans,
    crossovers: crossoversOf(rules),
    notes: [],
    transitions: pairsOf(mixTracks, plans, rules).map((pair, i) =>
      composeTransition(snapped(draft.transitions[i]!), pair, rules),
    ),
  };
  return validatePlan(plan, tracks, rules);
}
