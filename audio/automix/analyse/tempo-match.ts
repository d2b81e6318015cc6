// How two tempos meet: as they are, or one of them at half or double time.

import type { DjRules } from '@/contract/dj-rules';
import type { SetTrack } from '../types';
import { type BarGrid, barGridOf, tempoBetween } from './bar-grid';

/** The stretch of a track in which another one is mixed, in bars. */
const EDGE_BARS = 32;

export type BeatRatio = 0.5 | 1 | 2;

export interface TempoMatch {
  /** Beats of the incoming track in a beat of the outgoing one. */
  readonly beatRatio: BeatRatio;
  /** Natural logarithm of how much faster the incoming one is, beat on beat: 0.05 is about 5 %. */
  readonly step: number;
}

/**
 * Tempo and bar at both ends of a track. They differ where a human or a whole mix plays.
 */
export interface Pulse {
  readonly startBpm: number;
  readonly endBpm: number;
  readonly beatsPerBar: 3 | 4;
}

/** The pulse of a grid; null when it has none of its own. */
export function pulseOf(grid: BarGrid, track: SetTrack): Pulse | null {
  const { tempo, sampleRate } = track.analysis;
  if (grid.isNominal || !tempo) return null;
  const { beatsPerBar, bars, bpm } = grid;
  // The line that was fitted through a whole track is more exact than its ends.
  if (tempo.isSteady) return { startBpm: bpm, endBpm: bpm, beatsPerBar };
  const edge = Math.min(EDGE_BARS, bars);
  return {
    startBpm: tempoBetween(grid, sampleRate, 0, edge),
    endBpm: tempoBetween(grid, sampleRate, bars - edge, bars),
    beatsPerBar,
  };
}

/** The pulse of a track. */
export function pulseOfTrack(track: SetTrack): Pulse | null {
  return pulseOf(barGridOf(track.analysis), track);
}

/** The closest way to lay beats at `toBpm` over beats at `fromBpm`. */
export function matchTempo(
  fromBpm: number,
  toBpm: number,
  { allowHalfDouble }: Pick<DjRules, 'allowHalfDouble'>,
): TempoMatch {
  const ratios: readonly BeatRatio[] = allowHalfDouble ? [1, 0.5, 2] : [1];
  const matches = ratios.map((beatRatio) => ({ beatRatio, step: Math.log(toBpm / beatRatio / fromBpm) }));
  return matches.reduce((best, match) => (Math.abs(match.step) < Math.abs(best.step) ? match : best));
}

/**
 * Whether the beats of two tracks can be locked: both have some, as many to the bar, and the faster one is not more
 * than `maxTempoChange` above the slower.
 */
export function lockingMatch(from: Pulse | null, to: Pulse | null, rules: DjRules): TempoMatch | null {
  if (!from || !to || from.beatsPerBar !== to.beatsPerBar) return null;
  const match = matchTempo(from.endBpm, to.startBpm, rules);
  return Math.abs(match.step) <= Math.log1p(rules.maxTempoChange) ? match : null;
}
