// Where sections begin: the self-similarity of bars under a checkerboard kernel, and lengths that music favours.
import type { FrameMatrix } from '../analysis/frames';
import { median, quantile } from './curves';

/** Bars that the kernel sees on either side. */
const REACH = 8;
/** A change is unusual when it is this many times the usual one. */
const UNUSUAL = 8;
/** Machines repeat bars exactly; less than this (in log level, squared) sounds the same even there. */
const MIN_SCALE = 2;
/** What every boundary costs, in units of a clear change. */
const BOUNDARY_COST = 0.3;
/** The longest section that is weighed; longer ones are cut at the least bad place. */
const LONGEST = 128;

/** Similarity of two bars: 1 when they sound alike, towards 0 when they do not. */
function similarity({ bands, values }: FrameMatrix, a: number, b: number, scale: number): number {
  let sum = 0;
  for (let band = 0; band < bands; band++)
    sum += (values[a * bands + band]! - values[b * bands + band]!) ** 2;
  return Math.exp(-sum / scale);
}

/** What counts as different in this track: several times the usual distance from one bar to the next. */
function distanceScale({ frames, bands, values }: FrameMatrix): number {
  const distances: number[] = [];
  for (let bar = 1; bar < frames; bar++) {
    let sum = 0;
    for (let band = 0; band < bands; band++)
      sum += (values[bar * bands + band]! - values[(bar - 1) * bands + band]!) ** 2;
    distances.push(sum);
  }
  return Math.max(MIN_SCALE, UNUSUAL * median(distances));
}

/** The checkerboard kernel on the bars around `bar`: similarity on either side minus similarity across. */
function checkerboard(sound: FrameMatrix, bar: number, reach: number, scale: number): number {
  let [sum, weights] = [0, 0];
  for (let i = -reach; i < reach; i++) {
    for (let j = -reach; j < i; j++) {
      const taper = Math.exp(-((i + 0.5) ** 2 + (j + 0.5) ** 2) / (2 * (REACH / 2) ** 2));
      const isAcross = i >= 0 && j < 0;
      sum += (isAcross ? -1 : 1) * taper * similarity(sound, bar + i, bar + j, scale);
      weights += isAcross ? taper : 0;
    }
  }
  return weights > 0 ? Math.max(0, sum / weights) : 0;
}

/**
 * How much a boundary before each bar parts bars that sound alike on either side and differ across it:
 * 0 (none) to about 1.
 */
export function barNovelty(sound: FrameMatrix): Float32Array {
  const scale = distanceScale(sound);
  return Float32Array.from({ length: sound.frames }, (_, bar) =>
    checkerboard(sound, bar, Math.min(REACH, bar, sound.frames - bar), scale),
  );
}

/** What it costs for a section to have this many bars: music is built of eights. */
function lengthCost(bars: number): number {
  const small = bars < 4 ? 0.6 : 0;
  if (bars % 8 === 0) return 0;
  if (bars % 4 === 0) return 0.1;
  return small + (bars % 2 === 0 ? 0.3 : 0.5);
}

/**
 * Chooses the boundaries that together explain most of the novelty at the least cost.
 * @returns the first bar of every section, the first being `from`
 */
export function chooseBoundaries(novelty: Float32Array, from: number, to: number): number[] {
  const clear = Math.max(1e-6, quantile(novelty.subarray(from, to), 0.95));
  const best = new Float64Array(to + 1).fill(Number.NEGATIVE_INFINITY);
  const previous = new Int32Array(to + 1).fill(-1);
  best[from] = 0;
  for (let bar = from + 1; bar <= to; bar++) {
    const gain = bar < to ? Math.min(1.2, novelty[bar]! / clear) - BOUNDARY_COST : 0;
    for (let start = Math.max(from, bar - LONGEST); start < bar; start++) {
      // The last section ends where the music does, which is seldom on the grid of eights.
      const cost = bar < to ? lengthCost(bar - start) : 0;
      const value = best[start]! + gain - cost;
      if (value > best[bar]!) {
        best[bar] = value;
        previous[bar] = start;
      }
    }
  }
  const starts: number[] = [];
  for (let bar = previous[to]!; bar >= from; bar = previous[bar]!) starts.push(bar);
  return starts.reverse();
}
