// Finds the hiss of tapes, records and quiet rooms: long, even and far below the music, it is no music.
import { secondsToSamples } from '../units';
import { BLOCK } from './block-levels';
import { quantile } from './curves';

/** Blocks per level: the median over 0.4 s, which clicks of a record do not move. */
const WINDOW = 64;
/** Noise keeps its level this well, over at least MIN_S; music far below its loud parts does not. */
const SPREAD_DB = 3;
const MIN_S = 4;
/** So far below the loud parts of the track, and below so much at all. */
const BELOW_LOUD_DB = 40;
const QUIET_DBFS = -45;
/** What never exceeds this is noise whatever the rest of the track is. */
const NOTHING_DBFS = -60;

/**
 * Marks the blocks that contain only steady noise.
 * @param levels of all blocks, in dBFS
 * @returns one entry per block, 1 for noise
 */
export function findSteadyNoise(levels: Float32Array): Uint8Array {
  const noise = new Uint8Array(levels.length);
  const windows = Float32Array.from({ length: Math.ceil(levels.length / WINDOW) }, (_, i) =>
    quantile(levels.subarray(i * WINDOW, (i + 1) * WINDOW), 0.5),
  );
  if (windows.length === 0) return noise;
  const limit = Math.max(NOTHING_DBFS, Math.min(QUIET_DBFS, quantile(windows, 0.95) - BELOW_LOUD_DB));
  const minWindows = Math.ceil(secondsToSamples(MIN_S) / (WINDOW * BLOCK));
  for (let from = 0; from < windows.length; ) {
    let to = from;
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    while (to < windows.length && windows[to]! < limit) {
      const [nextLow, nextHigh] = [Math.min(low, windows[to]!), Math.max(high, windows[to]!)];
      if (nextHigh - nextLow > SPREAD_DB) break;
      [low, high] = [nextLow, nextHigh];
      to++;
    }
    // The windows at its ends may contain the last of the music before and the first of what follows.
    const inner = [from === 0 ? 0 : from + 1, to === windows.length ? to : to - 1] as const;
    if (to - from >= minWindows) noise.fill(1, inner[0] * WINDOW, inner[1] * WINDOW);
    from = Math.max(to, from + 1);
  }
  return noise;
}
