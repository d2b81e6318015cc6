// The clock of an overlap: how long its bars last and which bars of both tracks lie in it.
import { tempoBetween } from '../analyse/bar-grid';
import type { MixTrack } from '../analyse/mix-track';
import type { TransitionPlan } from '../types';

type Timing = Pick<
  TransitionPlan,
  'outBar' | 'inBar' | 'bars' | 'beatsPerBar' | 'isLocked' | 'beatRatio' | 'tempo'
>;

/** Seconds that the overlap lasts: its tempo moves in a straight line over its beats. */
export function overlapSeconds({ bars, beatsPerBar, tempo }: Timing): number {
  const { startBpm, endBpm } = tempo;
  const beats = bars * beatsPerBar;
  const slope = (endBpm - startBpm) / Math.max(1, beats);
  // The time of one beat is 60 / bpm; its integral over a straight line is a logarithm.
  if (Math.abs(slope) < 1e-9) return (60 * beats) / startBpm;
  return (60 / slope) * Math.log(endBpm / startBpm);
}

/** Bars of a track, from `firstBar` on, that it plays in `seconds` at `soloBpm`; as many as are left at most. */
function barsWithin({ grid, track }: MixTrack, firstBar: number, soloBpm: number, seconds: number): number {
  const stretch = soloBpm / grid.bpm;
  const last = grid.starts[firstBar]! + seconds * stretch * track.analysis.sampleRate;
  let bar = firstBar;
  // One sample of leeway: starts are rounded.
  while (bar < grid.bars && grid.starts[bar]! < last - 1) bar++;
  return bar - firstBar;
}

/** Whole bars of `from` that the overlap takes. */
export function barsOfFrom(timing: Timing, from: MixTrack, soloBpm: number): number {
  if (timing.isLocked) return timing.bars;
  return barsWithin(from, timing.outBar, soloBpm, overlapSeconds(timing));
}

/** Whole bars of `to` that the overlap takes. */
export function barsOfTo(timing: Timing, to: MixTrack, soloBpm: number): number {
  if (timing.isLocked) return Math.ceil(timing.bars * timing.beatRatio);
  return barsWithin(to, timing.inBar, soloBpm, overlapSeconds(timing));
}

/** Tempo of the overlap where the fraction `share` of its beats has passed. */
const tempoAt = ({ tempo }: Timing, share: number): number =>
  tempo.startBpm + (tempo.endBpm - tempo.startBpm) * share;

/** The greatest tempo change, as a share, that locking asks of any bar of either track. */
export function greatestStretch(timing: Timing, from: MixTrack, to: MixTrack): number {
  const { bars, outBar, inBar, beatRatio } = timing;
  let greatest = 0;
  const note = (track: MixTrack, bar: number, share: number, ratio: number) => {
    // The line that was fitted through a steady track is more exact than its rounded bars.
    const own = track.track.analysis.tempo?.isSteady
      ? track.grid.bpm
      : tempoBetween(track.grid, track.track.analysis.sampleRate, bar, bar + 1);
    greatest = Math.max(greatest, Math.abs((tempoAt(timing, share) * ratio) / own - 1));
  };
  for (let bar = 0; bar < bars; bar++) {
    for (const share of [bar / bars, (bar + 1) / bars]) note(from, outBar + bar, share, 1);
  }
  const toBars = Math.floor(bars * beatRatio);
  for (let bar = 0; bar < toBars; bar++) {
    for (const share of [bar / toBars, (bar + 1) / toBars]) note(to, inBar + bar, share, beatRatio);
  }
  return greatest;
}
