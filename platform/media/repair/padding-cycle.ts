// Counts the frames that were removed from a stream of one bitrate by the bytes of padding in those around the place.

/**
 * At 44.1 kHz and its halves a frame of layer II or III is no whole number of bytes long, but 49 of them are: encoders add a
 * byte to some, which repeats from there on.
 */
export const CYCLE_FRAMES = 49;

/** Whether the frames have one bitrate, and some of them padding. */
function arePadded(lengths: readonly number[]): boolean {
  return Math.max(...lengths) - Math.min(...lengths) === 1;
}

/**
 * How many frames are missing between others, as far as it is no multiple of the cycle.
 * @param before lengths in bytes of frames that follow one another up to the place, and `behind` of those from there on
 * @returns 0 up to the cycle, or null where the lengths do not tell
 */
export function missingByPadding(before: readonly number[], behind: readonly number[]): number | null {
  const [known, found] = [before.slice(-CYCLE_FRAMES), behind.slice(0, 2 * CYCLE_FRAMES)];
  if (known.length < CYCLE_FRAMES || found.length < CYCLE_FRAMES) return null;
  if (!arePadded([...known, ...found])) return null;
  const counts = Array.from({ length: CYCLE_FRAMES }, (_, count) => count).filter((count) =>
    found.every((length, i) => length === known[(count + i) % CYCLE_FRAMES]),
  );
  const [only, ...others] = counts;
  return others.length === 0 ? (only ?? null) : null;
}
