// The issues of one transition, each as a sentence. Both planners are validated against them.
import type { DjRules } from '@/contract/dj-rules';
import type { MixTrack } from '../analyse/mix-track';
import { CURVE_MAX_DB, CURVE_SILENCE_DB, PLAN_STEMS, type TransitionPlan } from '../types';
import { TrackLevels } from './curve-levels';
import { barsOfFrom, barsOfTo, greatestStretch } from './overlap';
import { overlayIssues } from './overlay-issues';
import type { TransitionSides } from './transition-sides';
import { meetingDistance } from './transposition';

/** Below this a part of a track is inaudible beside the other one. */
const AUDIBLE = 0.1;
/** Basses closer than this (6 dB) sound at once; the bar of automix measures the same. */
const BASS_RATIO = 0.5;
/** What may be left of the old track where it stops, and may miss of the new one where it is alone: 0.5 dB. */
const END_SILENCE = 0.01;
const FULL_TOLERANCE = 0.06;
const STEPS_PER_BAR = 16;
/** Rounding of stretches and overlaps. */
const TOLERANCE = 1e-3;

type Check = (plan: TransitionPlan, sides: TransitionSides, rules: DjRules) => Array<string | false>;

const checkPlace: Check = (plan, { from, to, fromPlan, toPlan }, rules) => {
  const { outBar, inBar, bars, template, isLocked } = plan;
  const isWithin = outBar <= from.grid.bars && inBar <= to.grid.bars;
  return [
    !isWithin && 'A bar lies outside of its track.',
    isWithin &&
      outBar + (template === 'echo-out' ? 0 : barsOfFrom(plan, from, fromPlan.bpm)) > from.grid.bars &&
      'The overlap is longer than what is left of the outgoing track.',
    isWithin &&
      inBar + barsOfTo(plan, to, toPlan.bpm) > to.grid.bars &&
      'The overlap is longer than the incoming track.',
    bars > rules.maxOverlapBars && `Overlaps last ${rules.maxOverlapBars} bars at most.`,
    template === 'cut' && bars > 0 && 'A cut has no overlap.',
    template !== 'cut' && bars < 1 && 'Every transition but a cut lasts a bar or more.',
    template === 'cut' && isLocked && 'A cut has nothing to lock.',
  ];
};

const checkTempo: Check = (plan, { from, to, fromPlan, toPlan }, rules) => {
  const { isLocked, beatRatio, beatsPerBar, bars, outBar, inBar, template } = plan;
  if (!isLocked) {
    const playsApart = template === 'cut' || template === 'echo-out';
    return [
      beatRatio !== 1 && 'Beats that are not locked have no ratio.',
      !playsApart && from.isRhythmic && to.isRhythmic
        ? 'These beats cannot be locked; the tracks may only be cut or echo out.'
        : false,
    ];
  }
  const isWithin = outBar + bars <= from.grid.bars && inBar + Math.floor(bars * beatRatio) <= to.grid.bars;
  const stretch = isWithin ? greatestStretch(plan, from, to) : 0;
  return [
    (!from.pulse || !to.pulse) && 'Beats cannot be locked to a track that has none.',
    (from.grid.beatsPerBar !== beatsPerBar || to.grid.beatsPerBar !== beatsPerBar) &&
      'Bars of three and of four beats cannot be locked.',
    beatRatio !== 1 && !rules.allowHalfDouble && 'Half and double time are switched off.',
    !Number.isInteger(bars * beatRatio) && 'The overlap must be whole bars of both tracks.',
    stretch > rules.maxTempoChange + TOLERANCE &&
      `A track would be stretched by ${(100 * stretch).toFixed(1)} %, more than ${100 * rules.maxTempoChange} %.`,
    ...[fromPlan, toPlan].map(({ bpm }) => !(bpm > 0) && 'A tempo must be above 0.'),
  ];
};

const checkCurves: Check = ({ curves, bars, template, echo }, { from, to }) => {
  const named = curves.map(({ track, part }) => `${track} ${part}`);
  const usesStems = (side: 'from' | 'to') =>
    curves.some(({ track, part }) => track === side && PLAN_STEMS.some((stem) => stem === part));
  const [leaving, entering] = levelsOf(curves, from, to);
  return [
    new Set(named).size < named.length && 'A part has two curves.',
    usesStems('from') && !from.hasStems && 'The outgoing track has no stems.',
    usesStems('to') && !to.hasStems && 'The incoming track has no stems.',
    curves.some(({ points }) => points.some((point, i) => i > 0 && point.bar <= points[i - 1]!.bar)) &&
      'The points of a curve must follow one another.',
    curves.some(({ points }) => points.some(({ bar }) => !(bar >= 0 && bar <= bars))) &&
      'A curve leaves the overlap.',
    curves.some(({ points }) =>
      points.some(({ gainDb }) => !(gainDb >= CURVE_SILENCE_DB && gainDb <= CURVE_MAX_DB)),
    ) && `Gains lie between ${CURVE_SILENCE_DB} and ${CURVE_MAX_DB} dB.`,
    template !== 'cut' &&
      leaving.any(bars) > END_SILENCE &&
      'The outgoing track still sounds where the overlap ends.',
    template !== 'cut' &&
      entering.farthestFromFull(bars) > FULL_TOLERANCE &&
      'The incoming track is not at full level where the overlap ends.',
    template !== 'cut' &&
      template !== 'echo-out' &&
      leaving.farthestFromFull(0) > FULL_TOLERANCE &&
      'The outgoing track is not at full level where the overlap begins.',
    template === 'echo-out' &&
      (!echo || leaving.any(0) > END_SILENCE) &&
      'An echo needs its beats and feedback, and a track that stops.',
    template !== 'echo-out' && echo !== undefined && 'Only an echo-out has an echo.',
  ];
};

function levelsOf(
  curves: TransitionPlan['curves'],
  from: MixTrack,
  to: MixTrack,
): readonly [TrackLevels, TrackLevels] {
  return [new TrackLevels(curves, 'from', from.hasStems), new TrackLevels(curves, 'to', to.hasStems)];
}

/** For how many bars of the overlap a condition holds. */
function barsWhere(bars: number, holds: (bar: number) => boolean): number {
  let steps = 0;
  for (let i = 0; i < bars * STEPS_PER_BAR; i++) {
    if (holds((i + 0.5) / STEPS_PER_BAR)) steps++;
  }
  return steps / STEPS_PER_BAR;
}

const checkClashes: Check = (plan, { from, to, fromPlan, toPlan }, rules) => {
  const { bars, curves, outBar, inBar, isLocked, beatRatio } = plan;
  const [leaving, entering] = levelsOf(curves, from, to);
  const basses = barsWhere(bars, (bar) => {
    const [a, b] = [leaving.low(bar), entering.low(bar)];
    return Math.max(a, b) > AUDIBLE && Math.min(a, b) > BASS_RATIO * Math.max(a, b);
  });
  const ratio = isLocked ? beatRatio : barsOfTo(plan, to, toPlan.bpm) / Math.max(1, bars);
  const outRatio = isLocked ? 1 : barsOfFrom(plan, from, fromPlan.bpm) / Math.max(1, bars);
  const voices = barsWhere(
    bars,
    (bar) =>
      Math.min(leaving.voice(bar), entering.voice(bar)) > AUDIBLE &&
      from.isSungAt(outBar + Math.floor(bar * outRatio)) &&
      to.isSungAt(inBar + Math.floor(bar * ratio)),
  );
  const distance = meetingDistance(from, fromPlan.semitones, to, toPlan.semitones);
  const harmonies = barsWhere(bars, (bar) => Math.min(leaving.harmony(bar), entering.harmony(bar)) > AUDIBLE);
  return [
    rules.bassSwap &&
      basses > rules.maxBassOverlapBars + TOLERANCE &&
      `Both basses play for ${basses.toFixed(1)} bars, longer than ${rules.maxBassOverlapBars}.`,
    voices > rules.maxVocalOverlapBars + TOLERANCE &&
      `Two voices sing at once for ${voices.toFixed(1)} bars, longer than ${rules.maxVocalOverlapBars}.`,
    distance > rules.maxKeyDistance &&
      harmonies > rules.maxClashBars + TOLERANCE &&
      `The keys are ${distance} steps apart and clash for ${harmonies.toFixed(1)} bars, longer than ${rules.maxClashBars}.`,
  ];
};

const CHECKS: readonly Check[] = [checkPlace, checkTempo, checkCurves, checkClashes, overlayIssues];

/** All issues of a transition, one sentence each; empty when it may be played. */
export function transitionIssues(plan: TransitionPlan, sides: TransitionSides, rules: DjRules): string[] {
  for (const check of CHECKS) {
    const issues = check(plan, sides, rules).filter((issue) => issue !== false);
    // A plan that leaves its tracks has no levels to be measured.
    if (issues.length > 0) return issues;
  }
  return [];
}
