// How long both voices sound at once in a transition: where each track is sung, and what the render left of its voice.
import { mixTrackOf } from '@/audio/automix/analyse/mix-track';
import type { SetTrack, TransitionPlan } from '@/audio/automix/types';
import type { OverlapFigures } from '../render/overlap-meter';

/** A voice that the render has turned down by more is not in the way of another. */
const AUDIBLE_VOICE = 10 ** (-15 / 10);

/** One side of a transition: the track, and what was measured of it in the overlap. */
export interface OverlapSide {
  readonly track: SetTrack;
  readonly measured: Pick<OverlapFigures, 'voice'> | null;
}

/** Where a side is sung, in bars of its own; null where only an estimate from the whole mix would say so. */
function singingOf({ track }: OverlapSide): ((bar: number) => boolean) | null {
  const { analysis, hasStems } = track;
  if (!hasStems || analysis.vocals.length === 0) return null;
  return mixTrackOf(track, { useStems: true }).isSungAt;
}

/**
 * Bars of the overlap in which both tracks are sung and both voices are left standing by their curves; null where that
 * was not measured: without both vocal stems nobody knows who sings.
 */
export function vocalOverlapBars(
  { outBar, inBar, bars, beatRatio }: Pick<TransitionPlan, 'outBar' | 'inBar' | 'bars' | 'beatRatio'>,
  leaving: OverlapSide,
  entering: OverlapSide,
): number | null {
  if (bars === 0) return 0;
  const [isLeavingSung, isEnteringSung] = [singingOf(leaving), singingOf(entering)];
  if (!isLeavingSung || !isEnteringSung || !leaving.measured || !entering.measured) return null;
  let both = 0;
  for (let bar = 0; bar < bars; bar++) {
    const isLeaving = isLeavingSung(outBar + bar) && (leaving.measured.voice[bar] ?? 0) > AUDIBLE_VOICE;
    const sungBar = inBar + Math.floor(bar * beatRatio);
    const isEntering = isEnteringSung(sungBar) && (entering.measured.voice[bar] ?? 0) > AUDIBLE_VOICE;
    if (isLeaving && isEntering) both++;
  }
  return both;
}
