// Where in an overlap the bass is swapped: on the bar with which the groove of the new track comes in.
import type { MixTrack } from '../analyse/mix-track';
import type { BeatRatio } from '../analyse/tempo-match';
import type { TransitionPlan } from '../types';

/** A swap near the ends of the overlap leaves one track thin for most of it. */
const EDGE_SHARE = 0.25;
/** How much a phrase of the new track counts beside a rise of its bass from nothing to full. */
const BOUNDARY_BONUS = 0.3;
/** How much it costs to swap at the edge of what is allowed and not in the middle. */
const OFF_CENTRE_COST = 0.4;

/** The bar, counted from the start of the overlap, around which the basses swap. */
export function chooseSwapBar(
  to: MixTrack,
  { inBar, bars }: Pick<TransitionPlan, 'inBar' | 'bars'>,
  beatRatio: BeatRatio,
): number {
  if (bars < 4) return bars / 2;
  const [low, high] = [Math.ceil(bars * EDGE_SHARE), Math.floor(bars * (1 - EDGE_SHARE))];
  const valueAt = (bar: number) => {
    const at = inBar + Math.floor(bar * beatRatio);
    const rise = to.bassAt(at) - to.bassAt(at - 1);
    const bonus = to.boundaryAt(at) > 0 ? BOUNDARY_BONUS : 0;
    return rise + bonus - (OFF_CENTRE_COST * Math.abs(bar - bars / 2)) / (bars / 2);
  };
  const candidates = Array.from({ length: high - low + 1 }, (_, i) => low + i);
  return candidates.reduce((best, bar) => (valueAt(bar) > valueAt(best) ? bar : best));
}
