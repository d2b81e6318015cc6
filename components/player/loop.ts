// Loop arithmetic: fitting a range into the song, and which samples follow which.
import type { Samples } from '@/audio/units';
import { runsIntoLoop } from '@/contract/loop-positions';
import type { LoopRange } from './types';

/** The shortest loop, 10 ms. Longer than a render quantum plus a fade, so that neither meets two seams. */
export const MIN_LOOP_SAMPLES = 441;

/**
 * Fits a range into a song of `length` samples: ends in order, inside the song, at least MIN_LOOP_SAMPLES apart.
 * @returns null when the song itself is shorter than the shortest loop
 */
export function fitLoop(range: LoopRange, length: number): LoopRange | null {
  if (length < MIN_LOOP_SAMPLES) return null;
  const low = Math.min(range.start, range.end);
  const high = Math.max(range.start, range.end);
  const start = Math.min(Math.max(0, low), length - MIN_LOOP_SAMPLES);
  const end = Math.min(Math.max(high, start + MIN_LOOP_SAMPLES), length);
  return { start: start as Samples, end: end as Samples };
}

/** A stretch of the song that plays without a jump, and how many samples from now it begins. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly due: number;
}

/**
 * The stretches of song that will sound in the next `count` samples, in the order they sound. A loop that fits
 * in `count` more than once appears once.
 */
export function upcoming(position: number, count: number, loop: LoopRange | null, length: number): Stretch[] {
  if (!runsIntoLoop(position, loop) || position + count <= loop.end) {
    const end = Math.min(position + count, length);
    return end > position ? [{ start: position, end, due: 0 }] : [];
  }
  const due = loop.end - position;
  const wrapped = Math.min(loop.end, loop.start + count - due);
  const first = { start: position, end: loop.end, due: 0 };
  return wrapped > loop.start ? [first, { start: loop.start, end: wrapped, due }] : [first];
}
