// Which samples are laid over a transition: one that goes with its tempo and key, where there is room for it.

import type { DjRules } from '@/contract/dj-rules';
import type { Overlay, TransitionPlan } from '../types';
import { canFollow, isInKey, MAX_OVERLAY_SEMITONES, overlayTempo } from './overlay-fit';
import { OVERLAY_KINDS, OVERLAY_SAMPLES, type OverlaySample } from './overlay-samples';
import type { Pair } from './pair';

/** Shorter overlaps are busy enough. */
const MIN_BARS = 4;

/** The smallest transposition that brings a sample into the key of the new track; null when none does. */
function semitonesFor(sample: OverlaySample, pair: Pair): number | null {
  const shifts = Array.from({ length: 2 * MAX_OVERLAY_SEMITONES + 1 }, (_, i) => i - MAX_OVERLAY_SEMITONES);
  const fitting = shifts.filter((semitones) => isInKey(sample, semitones, pair));
  return fitting.sort((a, b) => Math.abs(a) - Math.abs(b))[0] ?? null;
}

/** Voices only where nobody sings, instruments only where keys agree; percussion goes with everything. */
function isSuitable(
  sample: OverlaySample,
  { outBar, inBar, bars }: TransitionPlan,
  { from, to }: Pair,
): boolean {
  if (sample.kind !== 'vocal') return true;
  return !Array.from({ length: bars }, (_, i) => i).some(
    (bar) => from.isSungAt(outBar + bar) || to.isSungAt(inBar + bar),
  );
}

/** The samples for a transition: the one that must be stretched least of a kind that takes turns. */
export function overlaysFor(plan: TransitionPlan, pair: Pair, rules: DjRules): Overlay[] {
  if (!rules.overlays || !plan.isLocked || plan.bars < MIN_BARS) return [];
  const turn = (plan.outBar + plan.inBar) % OVERLAY_KINDS.length;
  const kinds = [...OVERLAY_KINDS.slice(turn), ...OVERLAY_KINDS.slice(0, turn)];
  for (const kind of kinds) {
    const choices = OVERLAY_SAMPLES.filter(
      (sample) => sample.kind === kind && canFollow(sample, plan) && isSuitable(sample, plan, pair),
    ).flatMap((sample) => {
      const semitones = semitonesFor(sample, pair);
      return semitones === null ? [] : [{ sample, semitones }];
    });
    const [best] = choices.sort(
      (a, b) => overlayTempo(a.sample, plan).stretch - overlayTempo(b.sample, plan).stretch,
    );
    if (!best) continue;
    const bars = best.sample.beats / overlayTempo(best.sample, plan).ratio / plan.beatsPerBar;
    const bar = Math.max(0, Math.floor(plan.bars / 2 - bars / 2));
    return [{ sampleId: best.sample.id, bar, gainDb: rules.overlayGainDb, semitones: best.semitones }];
  }
  return [];
}
