// Which stored segments each stem needs soon, in the order the playhead will reach them.

import type { Clip } from '@/audio/mix/clips';
import { FADE_SAMPLES } from '@/audio/playback/fade';
import { runsIntoLoop } from '@/contract/loop-positions';
import { SEGMENT_SAMPLES } from '@/contract/units';
import { type Stretch, upcoming } from '../loop';
import type { LoopRange, PlayerStem } from '../types';

/** How far ahead of the playhead segments are wanted: 11.9 s, exactly two stored segments. */
export const LOOK_AHEAD_SAMPLES = 2 * SEGMENT_SAMPLES;

/** One segment of one stem. */
export interface WantedSegment {
  readonly stemId: string;
  readonly index: number;
  /** In how many samples it first sounds; 0 when it sounds now. */
  readonly due: number;
  /** The first sample of the segment that sounds. */
  readonly from: number;
}

/** A stem and the clips, of any track, that it sounds in. */
export interface StemClips {
  readonly stem: PlayerStem;
  readonly clips: readonly Clip[];
}

export interface PlanInput {
  readonly stems: readonly StemClips[];
  readonly position: number;
  readonly loop: LoopRange | null;
  /** Length of the song: the longest stem. */
  readonly length: number;
  readonly lookAhead: number;
}

/** The segments of a stem's samples from `start` to before `end`, the first of which sounds in `due` samples. */
function segmentsOfSource(stem: PlayerStem, start: number, end: number, due: number): WantedSegment[] {
  const last = Math.min(end, stem.lengthSamples) - 1;
  const wanted: WantedSegment[] = [];
  for (let index = Math.floor(start / stem.segmentSamples); index * stem.segmentSamples <= last; index++) {
    const lead = index * stem.segmentSamples - start;
    const from = Math.max(0, -lead);
    wanted.push({ stemId: stem.id, index, due: due + Math.max(0, lead), from });
  }
  return wanted;
}

/** Where the clips of a stem take the audio of a stretch of timeline from. */
function segmentsOfRange({ stem, clips }: StemClips, stretch: Stretch): WantedSegment[] {
  return clips.flatMap((clip) => {
    const from = Math.max(stretch.start, clip.start);
    const to = Math.min(stretch.end, clip.start + clip.length);
    const shift = clip.sourceStart - clip.start;
    const due = stretch.due + from - stretch.start;
    return from < to ? segmentsOfSource(stem, from + shift, to + shift, due) : [];
  });
}

/**
 * Plans the segments to cache. The loop's start is among them as soon as the seam comes within the
 * look-ahead, and so are the samples before it into which the loop's end is faded. All stems of one moment
 * come together.
 */
export function planSegments(input: PlanInput): WantedSegment[] {
  const { stems, position, loop, length, lookAhead } = input;
  const stretches = upcoming(position, lookAhead, loop, length);
  if (runsIntoLoop(position, loop) && position + lookAhead > loop.end - FADE_SAMPLES) {
    const due = Math.max(0, loop.end - FADE_SAMPLES - position);
    stretches.push({ start: Math.max(0, loop.start - FADE_SAMPLES), end: loop.start, due });
  }
  const all = stretches.flatMap((stretch) => stems.flatMap((stem) => segmentsOfRange(stem, stretch)));
  all.sort((a, b) => a.due - b.due);
  const seen = new Set<string>();
  return all.filter(({ stemId, index }) => {
    const key = segmentKey(stemId, index);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Names one segment of one stem. */
export function segmentKey(stemId: string, index: number): string {
  return `${stemId}/${index}`;
}

/** The segment that `segmentKey` names. */
export function parseKey(key: string): { stemId: string; index: number } {
  const cut = key.lastIndexOf('/');
  return { stemId: key.slice(0, cut), index: Number(key.slice(cut + 1)) };
}
