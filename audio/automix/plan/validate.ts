// The one measure of every plan, whoever made it: snaps it to bars, and says what speaks against it.

import type { DjRules } from '@/contract/dj-rules';
import { type MixTrack, mixTrackOf } from '../analyse/mix-track';
import type { SetPlan, SetTrack, TrackPlan, TransitionPlan } from '../types';
import { barsOfTo } from './overlap';
import { MAX_GAIN_DB } from './set-loudness';
import { locksOf } from './solo-tempo';
import { transitionIssues } from './transition-issues';
import type { TransitionSides } from './transition-sides';
import { transpositionCost } from './transposition';

export type Verdict = { readonly plan: SetPlan } | { readonly issues: readonly string[] };

const MAX_WHY_LENGTH = 400;
/** Rounding of tempos, as a share. */
const TEMPO_TOLERANCE = 1e-3;
const MAX_ISSUES = 24;

const isBetween = (value: number, low: number, high: number): boolean => value >= low && value <= high;

/** A plan with whole bars and tempos that follow from those of its tracks. */
function snap(plan: TransitionPlan): TransitionPlan {
  return {
    ...plan,
    outBar: Math.round(plan.outBar),
    inBar: Math.round(plan.inBar),
    bars: Math.round(plan.bars),
    why: plan.why.replace(/\s+/g, ' ').trim().slice(0, MAX_WHY_LENGTH),
  };
}

/** Whether the plan plays the tracks it was given, each once, and every transition joins two neighbours. */
function checkOrder({ tracks: plans, transitions }: SetPlan, tracks: readonly SetTrack[]): string[] {
  const ids = new Set(tracks.map(({ id }) => id));
  const planned = new Set(plans.map(({ id }) => id));
  const isWhole =
    plans.length === tracks.length && planned.size === ids.size && plans.every(({ id }) => ids.has(id));
  if (!isWhole) return ['The plan must contain every track of the set exactly once, and no other.'];
  if (transitions.length !== plans.length - 1) {
    return [`${plans.length} tracks need ${plans.length - 1} transitions.`];
  }
  return transitions.flatMap(({ from, to }, i) =>
    from === plans[i]!.id && to === plans[i + 1]!.id
      ? []
      : [`Transition ${i + 1} does not lead from track ${i + 1} to track ${i + 2}.`],
  );
}

function checkTrack(plan: TrackPlan, track: MixTrack, rules: DjRules): string[] {
  const stretch = Math.abs(plan.bpm / track.grid.bpm - 1);
  const issues = [
    !isBetween(plan.gainDb, -MAX_GAIN_DB, MAX_GAIN_DB) && `The gain must lie within ${MAX_GAIN_DB} dB of 0.`,
    !(Number.isInteger(plan.semitones) && Math.abs(plan.semitones) <= rules.maxSemitones) &&
      `Tracks are transposed by ${rules.maxSemitones} semitones at most.`,
    !(stretch <= rules.maxTempoChange + TEMPO_TOLERANCE) &&
      `Its solo tempo is more than ${100 * rules.maxTempoChange} % from its own.`,
    track.grid.isNominal && stretch > TEMPO_TOLERANCE && 'A track without beats is not stretched.',
  ];
  return issues.filter((issue) => issue !== false).map((issue) => `Track ${plan.id}: ${issue}`);
}

/** Transpositions must earn their place: without them, more of the keys that meet would clash. */
function checkTranspositions(
  tracks: readonly MixTrack[],
  plans: readonly TrackPlan[],
  rules: DjRules,
): string[] {
  const shifts = plans.map(({ semitones }) => semitones);
  if (shifts.every((shift) => shift === 0)) return [];
  const locks = locksOf(tracks, rules);
  const none = shifts.map(() => 0);
  const isUnused =
    transpositionCost(tracks, shifts, locks, rules) >= transpositionCost(tracks, none, locks, rules);
  return isUnused ? ['The transpositions make too few keys compatible to be worth it.'] : [];
}

/** The tempo of a transition must lead from that of the one track to that of the other. */
function checkTempos({ tempo, isLocked }: TransitionPlan): string[] {
  const values = [tempo.startBpm, tempo.endBpm];
  if (!values.every((bpm) => isBetween(bpm, 20, 400))) return ['Tempos lie between 20 and 400 BPM.'];
  return !isLocked && tempo.startBpm !== tempo.endBpm ? ['The tempo of free beats does not move.'] : [];
}

/** Overlaps of one track must not overlap each other. */
function checkSolos(transitions: readonly TransitionPlan[], sides: readonly TransitionSides[]): string[] {
  return transitions.slice(1).flatMap((next, i) => {
    const { to, toPlan } = sides[i]!;
    const entered = transitions[i]!.inBar + barsOfTo(transitions[i]!, to, toPlan.bpm);
    return entered <= next.outBar ? [] : [`Track ${toPlan.id}: it must have come in before it leaves.`];
  });
}

function checkTransitions(
  transitions: readonly TransitionPlan[],
  sides: readonly TransitionSides[],
  rules: DjRules,
): string[] {
  return transitions.flatMap((plan, i) => {
    const numbers = [plan.outBar, plan.inBar, plan.bars];
    const isCountable = numbers.every((value) => Number.isInteger(value) && value >= 0);
    const tempoIssues = checkTempos(plan);
    const issues = isCountable
      ? tempoIssues.length > 0
        ? tempoIssues
        : transitionIssues(plan, sides[i]!, rules)
      : ['Bars are whole numbers from 0 on.'];
    return issues.map((issue) => `Transition ${i + 1}: ${issue}`);
  });
}

/**
 * Validates a plan against the tracks and the rules.
 * @param plan of the right shape; its numbers may be any
 * @param tracks those of the set, in any order
 * @returns the plan with its bars snapped, or all of its issues, one sentence each
 */
export function validatePlan(plan: SetPlan, tracks: readonly SetTrack[], rules: DjRules): Verdict {
  const orderIssues = checkOrder(plan, tracks);
  if (orderIssues.length > 0) return { issues: orderIssues };
  const byId = new Map(tracks.map((track) => [track.id, mixTrackOf(track, rules)]));
  const mixTracks = plan.tracks.map(({ id }) => byId.get(id)!);
  const transitions = plan.transitions.map(snap);
  const sides = transitions.map((_, i) => ({
    from: mixTracks[i]!,
    to: mixTracks[i + 1]!,
    fromPlan: plan.tracks[i]!,
    toPlan: plan.tracks[i + 1]!,
  }));
  const issues = [
    ...plan.tracks.flatMap((track, i) => checkTrack(track, mixTracks[i]!, rules)),
    ...checkTranspositions(mixTracks, plan.tracks, rules),
    ...checkTransitions(transitions, sides, rules),
  ];
  if (issues.length === 0) issues.push(...checkSolos(transitions, sides));
  if (issues.length > 0) return { issues: issues.slice(0, MAX_ISSUES) };
  return { plan: { ...plan, transitions } };
}
