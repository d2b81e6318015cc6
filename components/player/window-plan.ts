// Which stored segments (windows) each stem needs soon, in the order the playhead will reach them.
import { FADE_SAMPLES } from './fade';
import { runsIntoLoop, upcoming } from './loop';
import type { LoopRange, PlayerStem } from './types';

/** How far ahead of the playhead windows are wanted: 11.9 s, exactly two stored segments. */
export const LOOK_AHEAD_SAMPLES = 2 * 262_144;

/** One window of one stem. `due` is how many samples from now its first sample sounds; 0 when it sounds now. */
export interface WantedWindow {
  readonly stemId: string;
  readonly index: number;
  readonly due: number;
}

export interface PlanInput {
  readonly stems: readonly PlayerStem[];
  readonly position: number;
  readonly loop: LoopRange | null;
  /** Length of the song: the longest stem. */
  readonly length: number;
  readonly lookAhead: number;
}

function windowsOfStretch(stem: PlayerStem, start: number, end: number, due: number): WantedWindow[] {
  const last = Math.min(end, stem.lengthSamples) - 1;
  const wanted: WantedWindow[] = [];
  for (let index = Math.floor(start / stem.segmentSamples); index * stem.segmentSamples <= last; index++) {
    const lead = Math.max(0, index * stem.segmentSamples - start);
    wanted.push({ stemId: stem.id, index, due: due + lead });
  }
  return wanted;
}

/**
 * Plans the windows to hold. The loop's start is among them as soon as the seam comes within the look-ahead, and
 * so are the samples before it into which the loop's end is faded. All stems of one moment come together.
 */
export function planWindows(input: PlanInput): WantedWindow[] {
  const { stems, position, loop, length, lookAhead } = input;
  const stretches = upcoming(position, lookAhead, loop, length);
  if (runsIntoLoop(position, loop) && position + lookAhead > loop.end - FADE_SAMPLES) {
    const due = Math.max(0, loop.end - FADE_SAMPLES - position);
    stretches.push({ start: Math.max(0, loop.start - FADE_SAMPLES), end: loop.start, due });
  }
  const all = stretches.flatMap(({ start, end, due }) =>
    end > start ? stems.flatMap((stem) => windowsOfStretch(stem, start, end, due)) : [],
  );
  all.sort((a, b) => a.due - b.due);
  const seen = new Set<string>();
  return all.filter(({ stemId, index }) => {
    const key = windowKey(stemId, index);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Names one window of one stem. */
export function windowKey(stemId: string, index: number): string {
  return `${stemId}/${index}`;
}
