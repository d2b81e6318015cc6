// From pointer and keys on a lane to positions in the song: pure arithmetic, no DOM.

import { SAMPLE_RATE, type Samples } from '@/audio/units';
import { MIN_LOOP_SAMPLES } from '@/components/player/loop';
import type { LoopRange } from '@/components/player/types';

/** A press that moves less than this is a click. */
const DRAG_THRESHOLD_PX = 4;

/** How far the arrow keys jump; ten times as far with Shift or as Page keys. */
const KEY_STEP: number = SAMPLE_RATE;

/** The sample under `x` on a lane that begins at `left` and is `width` pixels wide, clamped to the song. */
export function sampleAt(x: number, left: number, width: number, length: number): Samples {
  const along = width > 0 ? (x - left) / width : 0;
  return Math.round(Math.min(1, Math.max(0, along)) * length) as Samples;
}

/** What a press from `from` to `to` (pixels) selects, or null when it is a click or too short to loop. */
export function draggedRange(
  from: number,
  to: number,
  left: number,
  width: number,
  length: number,
): LoopRange | null {
  if (Math.abs(to - from) < DRAG_THRESHOLD_PX) return null;
  const start = sampleAt(Math.min(from, to), left, width, length);
  const end = sampleAt(Math.max(from, to), left, width, length);
  return end - start < MIN_LOOP_SAMPLES ? null : { start, end };
}

/** Where a key leads from `position`, or null when it is none of the seeking keys. */
export function keyTarget(key: string, shift: boolean, position: number, length: number): Samples | null {
  const step = shift ? KEY_STEP * 10 : KEY_STEP;
  const targets: Record<string, number> = {
    ArrowLeft: position - step,
    ArrowDown: position - step,
    ArrowRight: position + step,
    ArrowUp: position + step,
    PageDown: position - KEY_STEP * 10,
    PageUp: position + KEY_STEP * 10,
    Home: 0,
    End: length,
  };
  const target = targets[key];
  return target === undefined ? null : (Math.round(Math.min(length, Math.max(0, target))) as Samples);
}
