// Two tracks of a set that follow one another, and how the checker looks at them.
import type { KnownTrack } from './beat-offsets';
import type { PathPoint } from './track-path';

/** Overlaps are looked at a little beyond their ends. */
export const EDGE_S = 1;

export interface CheckedTrack extends KnownTrack {
  /** Where phrases begin, in seconds; none when that is not known. */
  readonly phrases?: readonly number[];
}

export interface Pair {
  readonly first: CheckedTrack;
  readonly second: CheckedTrack;
  readonly firstPath: readonly PathPoint[];
  readonly secondPath: readonly PathPoint[];
  /** Seconds of the set where the track before the first is over, and where the one after the second begins. */
  readonly aloneFrom: number;
  readonly aloneTo: number;
}

/** The value below which a share of them lies. */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
