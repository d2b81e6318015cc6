// Measures by how much each of two tracks that sound together is off its path, to a millisecond.
import type { BandPower } from './band-power';
import { type PathPoint, sourceOnPath } from './track-path';

/*
 * In every band the power of a mix is, on average, the sum of the powers of what is mixed. So the power of the set is
 * explained, band by band, by the powers of both tracks with a gain each (least squares); the lags at which both
 * together explain most are where the two tracks are. Neither can be taken for the other, even beat on beat.
 */

const REACH_SECONDS = 0.05;
/** A track that explains less than this share of what the other leaves is not audible enough. */
const MIN_SHARE = 0.04;

/** Power over time of one recording, read at any moment in seconds. */
export interface Heard {
  readonly power: BandPower;
  /** Seconds of the recording at frame 0, and between frames. */
  readonly start: number;
  readonly step: number;
}

export interface PairLags {
  /** Seconds by which each track is later than its path; null where it is not audible enough. */
  readonly first: number | null;
  readonly second: number | null;
}

/** One band of a window without its mean. */
function bandOf({ power, start, step }: Heard, band: number, moments: Float64Array): Float64Array {
  const { values, bands, frames } = power;
  const out = new Float64Array(moments.length);
  let mean = 0;
  for (let i = 0; i < moments.length; i++) {
    const frame = Math.max(0, Math.min(frames - 2, (moments[i]! - start) / step));
    const before = Math.floor(frame);
    const [a, b] = [values[before * bands + band]!, values[(before + 1) * bands + band]!];
    // The root evens out attacks of very different power and stays nearly additive.
    out[i] = Math.sqrt(a + (frame - before) * (b - a));
    mean += out[i]! / moments.length;
  }
  return out.map((value) => value - mean);
}

function momentsBetween(from: number, count: number, step: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => from + i * step);
}

/** Sums of products of `a` with `b` read `lag` later, for lags from -reach to reach. `b` is longer by twice that. */
function correlations(a: Float64Array, b: Float64Array, reach: number): Float64Array {
  const out = new Float64Array(2 * reach + 1);
  for (let lag = 0; lag <= 2 * reach; lag++) {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += a[i]! * b[i + lag]!;
    out[lag] = sum;
  }
  return out;
}

interface BandSums {
  /** Set with each track, by the track's lag; both tracks with one another, by the difference of their lags. */
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly both: Float64Array;
  readonly firstEnergy: number;
  readonly secondEnergy: number;
  readonly setEnergy: number;
}

/** The share of one band's energy that two tracks explain with gains of 0 or more. */
function explained(sums: BandSums, i: number, j: number, reach: number): number {
  const { first, second, both, firstEnergy, secondEnergy } = sums;
  const [x, y] = [Math.max(0, first[i]!), Math.max(0, second[j]!)];
  const cross = both[i - j + 2 * reach]!;
  const alone = Math.max((x * x) / firstEnergy, (y * y) / secondEnergy);
  const determinant = firstEnergy * secondEnergy - cross * cross;
  if (determinant <= 1e-9 * firstEnergy * secondEnergy) return alone;
  const [a, b] = [x * secondEnergy - y * cross, y * firstEnergy - x * cross];
  return a > 0 && b > 0 ? (a * x + b * y) / determinant : alone;
}

const energyOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value * value, 0) + 1e-12;

/** A track read along its path, at moments of the set. */
function alongPath(
  heard: Heard,
  path: readonly PathPoint[],
  band: number,
  moments: Float64Array,
): Float64Array {
  return bandOf(
    heard,
    band,
    moments.map((moment) => sourceOnPath(path, moment)),
  );
}

export interface PairRequest {
  readonly set: Heard;
  readonly first: Heard;
  readonly second: Heard;
  readonly firstPath: readonly PathPoint[];
  readonly secondPath: readonly PathPoint[];
  /** The window of the set, in seconds. */
  readonly from: number;
  readonly to: number;
}

function sumsOf(request: PairRequest, band: number, reach: number): BandSums {
  const { set, first, second, firstPath, secondPath, from, to } = request;
  const { step } = set;
  const count = Math.floor((to - from) / step);
  const inner = momentsBetween(from, count, step);
  const wide = momentsBetween(from - reach * step, count + 2 * reach, step);
  const wider = momentsBetween(from - 2 * reach * step, count + 4 * reach, step);
  const a = alongPath(first, firstPath, band, inner);
  const b = alongPath(second, secondPath, band, inner);
  const mixed = bandOf(set, band, wide);
  // `a` at lag i and `b` at lag j overlap as `a` with `b` read i - j later.
  const both = correlations(a, alongPath(second, secondPath, band, wider), 2 * reach);
  return {
    first: correlations(a, mixed, reach),
    second: correlations(b, mixed, reach),
    both,
    firstEnergy: energyOf(a),
    secondEnergy: energyOf(b),
    setEnergy: energyOf(bandOf(set, band, inner)),
  };
}

/** The lags at which both tracks together explain the window best. */
export function alignPair(request: PairRequest): PairLags {
  const { step, power } = request.set;
  const reach = Math.round(REACH_SECONDS / step);
  const bands = Array.from({ length: power.bands }, (_, band) => sumsOf(request, band, reach));
  const shareAt = (i: number, j: number) =>
    bands.reduce((sum, band) => sum + Math.min(1, explained(band, i, j, reach) / band.setEnergy), 0) /
    bands.length;
  let best = { i: reach, j: reach, share: 0 };
  for (let i = 0; i <= 2 * reach; i++) {
    for (let j = 0; j <= 2 * reach; j++) {
      const share = shareAt(i, j);
      if (share > best.share) best = { i, j, share };
    }
  }
  const alone = (pick: 'first' | 'second', at: number) =>
    bands.reduce((sum, band) => {
      const energy = pick === 'first' ? band.firstEnergy : band.secondEnergy;
      return sum + Math.max(0, band[pick][at]!) ** 2 / energy / band.setEnergy;
    }, 0) / bands.length;
  const [i, j] = [best.i, best.j];
  const lag = (at: number, peak: (at: number) => number) => (at + vertex(peak, at, 2 * reach) - reach) * step;
  return {
    first: best.share - alone('second', j) < MIN_SHARE ? null : lag(i, (at) => shareAt(at, j)),
    second: best.share - alone('first', i) < MIN_SHARE ? null : lag(j, (at) => shareAt(i, at)),
  };
}

/** Where between its neighbours the highest value really lies. */
function vertex(values: (at: number) => number, at: number, last: number): number {
  if (at === 0 || at === last) return 0;
  const [left, top, right] = [values(at - 1), values(at), values(at + 1)];
  const bend = left - 2 * top + right;
  return bend < 0 ? (left - right) / (2 * bend) : 0;
}
