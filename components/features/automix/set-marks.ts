// Where the tracks of a set lie on its timeline: pure arithmetic on the report.

import type { SetReport } from '@/contract/http/set-files';
export interface TrackMark {
  readonly name: string;
  /** Seconds from the start of the set */
  readonly start: number;
  readonly end: number;
}

/** Each track from the point where it becomes audible to the point where it has faded out completely. */
export function trackMarks({ tracks, transitions }: SetReport, durationS: number): TrackMark[] {
  return tracks.map(({ file, start_s: start }, index) => ({
    name: file,
    start,
    end: transitions[index]?.end_s ?? durationS,
  }));
}

/** What plays at a moment: one track, or two in a transition. */
export const playingAt = (marks: readonly TrackMark[], seconds: number): TrackMark[] =>
  marks.filter(({ start, end }) => seconds >= start && seconds < end);
