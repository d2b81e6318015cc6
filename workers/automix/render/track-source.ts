// The audio of a track of a set: its file, and its stems where it has been separated.
import type { PlanStem } from '@/audio/automix/types';
import type { RangeSource } from './decode-range';

export interface TrackSource {
  /** Its id in the plan. */
  readonly id: string;
  /** What the tracklist and the report call it. */
  readonly name: string;
  /** Any audio file. */
  readonly path: string;
  /** Identifies the content, for the cache: a hash of the file. */
  readonly contentId: string;
  /** All four stems, or none. */
  readonly stems?: Readonly<Record<PlanStem, RangeSource>>;
}
