// Candidate transitions between two tracks, from the one that fits best to the plain cut, which is always possible.
import type { DjRules } from '@/contract/dj-rules';
import { TRANSITION_TEMPLATES, type TransitionTemplate } from '@/contract/set-vocabulary';
import type { TransitionPlan } from '../types';
import { composeTransition } from './compose-transition';
import { isClash, type Pair } from './pair';
import { findWindow, lengthsFrom, type Window } from './set-excerpt';
import { fitOf } from './template-fit';

/** Tracks of fewer bars are mixed quickly. */
const SHORT_TRACK_BARS = 64;
/** An echo rings over so many bars of the new track. */
const ECHO_BARS = 2;
/** How much cost of a window one step of fit is worth. */
const FIT_WEIGHT = 4;

interface Proposal {
  readonly template: TransitionTemplate;
  readonly window: Window;
  readonly score: number;
}

/** How long the overlap of two tracks should be, from the rules and what they are. */
function favouriteLength({ from, to, lock }: Pair, rules: DjRules): number {
  const shorter = Math.min(from.endBar - from.firstBar, to.endBar - to.firstBar);
  const step = Math.abs(lock?.step ?? 0);
  const isQuick = shorter < SHORT_TRACK_BARS || step > Math.log1p(rules.usualTempoChange) || !lock;
  return isQuick ? rules.shortOverlapBars : rules.overlapBars;
}

/** The lengths a template may have between two tracks. */
function lengthsOf(template: TransitionTemplate, pair: Pair, rules: DjRules): number[] {
  if (template === 'cut' || template === 'echo-out') return [0];
  const favourite = favouriteLength(pair, rules);
  const isShort = template !== 'drum-bridge' && isClash(pair, rules);
  const maxBars = Math.min(rules.maxOverlapBars, isShort ? rules.maxClashBars : rules.maxOverlapBars);
  return lengthsFrom(isShort ? rules.shortOverlapBars : favourite, maxBars);
}

/** Templates whose curves keep voices apart by themselves. */
const KEEPS_VOICES_APART: ReadonlySet<TransitionTemplate> = new Set(['vocal-handover', 'drum-bridge']);

function propose(template: TransitionTemplate, pair: Pair, rules: DjRules): Proposal | null {
  const { from, to, lock } = pair;
  const window = findWindow(
    {
      from,
      to,
      lengths: lengthsOf(template, pair, rules),
      beatRatio: template === 'cut' || template === 'echo-out' ? 1 : (lock?.beatRatio ?? 1),
      maxSungBars: KEEPS_VOICES_APART.has(template) ? null : rules.maxVocalOverlapBars,
    },
    rules,
  );
  const fit = window ? fitOf(template, pair, window, rules) : 0;
  if (!window || fit === 0) return null;
  const weight = rules.templateWeights[template];
  return { template, window, score: FIT_WEIGHT * weight * fit - window.cost };
}

/** A cut from the last bar of music to the first: always possible. */
function plainCut({ from, to }: Pair): Proposal {
  return {
    template: 'cut',
    window: { outBar: from.endBar, inBar: to.firstBar, bars: 0, cost: 0 },
    score: Number.NEGATIVE_INFINITY,
  };
}

function toPlan({ template, window }: Proposal, pair: Pair, rules: DjRules): TransitionPlan {
  const bars = template === 'echo-out' ? Math.min(ECHO_BARS, pair.to.endBar - window.inBar) : window.bars;
  return composeTransition({ template, ...window, bars }, pair, rules);
}

/** All candidates, the best first and the cut last. Templates of weight 0 come after all others. */
export function proposals(pair: Pair, rules: DjRules): TransitionPlan[] {
  const found = TRANSITION_TEMPLATES.flatMap((template) => propose(template, pair, rules) ?? []);
  const isLiked = ({ template }: Proposal) => Number(rules.templateWeights[template] > 0);
  found.sort((a, b) => isLiked(b) - isLiked(a) || b.score - a.score);
  return [...found, plainCut(pair)].map((proposal) => toPlan(proposal, pair, rules));
}
