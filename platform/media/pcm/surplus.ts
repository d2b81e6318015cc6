// Tells bytes that were inserted among samples from those that were put behind them, where a file is longer than it says.
import type { ByteWindow } from '../byte-window';
import { type FrameLayout, frameBytes, readingAt } from './frame-alignment';
import { ROUGH } from './smoothness';

/** As much of either side is looked at, at most. */
const MAX_FRAMES = 2_048;

/** A place where frames move: where the last whole one before it ends, and where the first one behind it begins. */
export interface Shift {
  endAt: number;
  startAt: number;
}

/**
 * Whether so many bytes are behind the sound rather than inserted at these places, where at least half of them would be on
 * one side: there is sound on both sides, and none at the end.
 * @param endAt where the last of them ends
 * @returns false where they are too few to tell
 */
export async function isBehindSound(
  window: ByteWindow,
  shifts: readonly Shift[],
  { surplusBytes, endAt }: { readonly surplusBytes: number; readonly endAt: number },
  layout: FrameLayout,
): Promise<boolean> {
  const frame = frameBytes(layout);
  const frames = Math.min(MAX_FRAMES, Math.floor(surplusBytes / (2 * shifts.length * frame)));
  const isSound = async (at: number): Promise<boolean> => {
    const { roughness, isLow } = readingAt(await window.read(at, frames * frame), 0, layout);
    return roughness !== null && roughness < ROUGH && !isLow;
  };
  for (const shift of shifts) {
    const before = Math.max(0, shift.endAt - frames * frame);
    if (!(await isSound(before)) || !(await isSound(shift.startAt))) return false;
  }
  const last = shifts.at(-1)?.startAt ?? 0;
  return !(await isSound(last + frame * Math.max(0, Math.floor((endAt - last) / frame) - frames)));
}
