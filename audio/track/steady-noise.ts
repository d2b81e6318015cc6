// Finds the hiss of tapes, records and quiet rooms: long, even and far below the music, it is no music.
import { secondsToSamples } from '../units';
import { quantile } from './curves';

/** Blocks per level: the median over 0.4 s, which clicks of a record do not move. */
const WINDOW = 64;
/** Noise keeps its level this well, over at least LEAST_S; music far below its loud parts does not. */
const SPREAD_DB = 3;
const LEAST_S = 4;
/** So far below the loud parts of the track, and below so much at all. */
const BELOW_LOUD_DB = 40;
const QUIET_DBFS = -45;
/** What never exceeds this is noise whatever the rest of the track is. */
const NOTHING_DBFS = -60;

/** Mean square of both channels in each block of `size` samples, in dBFS. */
function blockLevels(left: Float32Array, right: Float32Array, size: number): Float32Array {
  const levels = new Float32Array(Math.ceil(left.length / size));
  for (let block = 0; block < levels.length; block++) {
    const end = Math.min(left.length, (block + 1) * size);
    let squares = 0;
    for (let i = block * size; i < end; i++) squares += left[i]! ** 2 + right[i]! ** 2;
    levels[block] = 10 * Math.log10(squares / (2 * (end - block * size)) + 1e-20);
  }
  return levels;
}

/**
 * Marks the blocks that hold steady noise alone.
 * @param blockSize in samples
 * @returns one entry per block, 1 for noise
 */
export function findSteadyNoise(left: Float32Array, right: Float32Array, blockSize: number): Uint8Array {
  const levels = blockLevels(left, right, blockSize);
  const noise = new Uint8Array(levels.length);
  const windows = Float32Array.from({ length: Math.ceil(levels.length / WINDOW) }, (_, i) =>
    quantile(levels.subarray(i * WINDOW, (i + 1) * WINDOW), 0.5),
  );
  if (windows.length === 0) return noise;
  const limit = Math.max(NOTHING_DBFS, Math.min(QUIET_DBFS, quantile(windows, 0.95) - BELOW_LOUD_DB));
  const least = Math.ceil(secondsToSamples(LEAST_S) / (WINDOW * blockSize));
  for (let from = 0; from < windows.length; ) {
    let to = from;
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    while (to < windows.length && windows[to]! < limit) {
      const [nextLow, nextHigh] = [Math.min(low, windows[to]!), Math.max(high, windows[to]!)];
      if (nextHigh - nextLow > SPREAD_DB) break;
      [low, high] = [nextLow, nextHigh];
      to++;
    }
    // The windows at its ends may hold the last of the music before and the first of what follows.
    const inner = [from === 0 ? 0 : from + 1, to === windows.length ? to : to - 1] as const;
    if (to - from >= least) noise.fill(1, inner[0] * WINDOW, inner[1] * WINDOW);
    from = Math.max(to, from + 1);
  }
  return noise;
}
