// Completes the decisions about a transition to a whole plan: its clock, its curves, its samples, its reason.

import type { DjRules } from '@/contract/dj-rules';
import type { TransitionTemplate } from '@/contract/set-vocabulary';
import type { EchoOut, Overlay, PartCurve, TransitionPlan } from '../types';
import { overlaysFor } from './overlay-choice';
import type { Pair } from './pair';
import { whyOf } from './reasons';
import { chooseSwapBar } from './swap-bar';
import { templateCurves } from './template-curves';
import { echoClock, freeClock, lockedClock } from './timing';

const ECHO: EchoOut = { beats: 1, feedback: 0.6 };

/** What a planner decides; what it leaves open follows from the template. */
export interface TransitionDecision {
  readonly template: TransitionTemplate;
  readonly outBar: number;
  readonly inBar: number;
  readonly bars: number;
  /** Where the basses are swapped, in bars since the overlap began. */
  readonly swapBar?: number;
  readonly curves?: readonly PartCurve[];
  readonly overlays?: readonly Overlay[];
  readonly echo?: EchoOut;
  readonly why?: string;
}

/** Only what plays together can be locked: the beats of a cut and of an echo never meet. */
const PLAYS_APART: ReadonlySet<TransitionTemplate> = new Set(['cut', 'echo-out']);

function clockOf(template: TransitionTemplate, pair: Pair) {
  if (template === 'echo-out') return echoClock(pair);
  return pair.lock && !PLAYS_APART.has(template) ? lockedClock(pair) : freeClock(pair);
}

function curvesOf(decision: TransitionDecision, pair: Pair, rules: DjRules): readonly PartCurve[] {
  const { template, inBar, bars, swapBar } = decision;
  const { from, to, lock } = pair;
  const swapsBass = rules.bassSwap && bars > 0;
  return templateCurves(template, {
    bars,
    swapBar: swapsBass ? (swapBar ?? chooseSwapBar(to, decision, lock?.beatRatio ?? 1)) : null,
    maxSwapBars: rules.maxBassOverlapBars,
    isFromStart: inBar === to.firstBar,
    stems: { from: from.hasStems, to: to.hasStems },
  });
}

/** The whole plan of one transition. */
export function composeTransition(decision: TransitionDecision, pair: Pair, rules: DjRules): TransitionPlan {
  const { template, outBar, inBar, bars, echo = ECHO } = decision;
  const plan: TransitionPlan = {
    from: pair.from.track.id,
    to: pair.to.track.id,
    template,
    outBar,
    inBar,
    bars,
    ...clockOf(template, pair),
    curves: decision.curves ?? curvesOf(decision, pair, rules),
    ...(template === 'echo-out' ? { echo } : {}),
    overlays: [],
    why: '',
  };
  return {
    ...plan,
    overlays: decision.overlays ?? overlaysFor(plan, pair, rules),
    why: decision.why ?? whyOf(plan, pair),
  };
}
