// Follows a track through a set, second by second, from where it plays alone into the overlaps on either side.
import type { BandPower } from './band-power';
import type { CoarsePlace } from './coarse-place';

/** The moment `source` of the track plays at `target` of the set, both in seconds. */
export interface PathPoint {
  readonly source: number;
  readonly target: number;
  /** Correlation of the two around that moment, 0 to 1. */
  readonly similarity: number;
}

const WINDOW_FRAMES = 300;
const STEP_FRAMES = 100;
/** How far each window may lie from where the last two point, in frames. */
const REACH = 4;
const FIRST_REACH = 40;
/** Windows less alike than this are not the track. */
const MIN_SIMILARITY = 0.12;
/** After so many of them in a row the track has ended. */
const MAX_LOST_STEPS = 4;

/** Correlation of the windows around `source` of the track and `target` of the set, bands equally weighted. */
function similarity(track: BandPower, set: BandPower, source: number, target: number, slope: number): number {
  const { bands } = track;
  let total = 0;
  for (let band = 0; band < bands; band++) {
    let [a, b, ab, aa, bb, n] = [0, 0, 0, 0, 0, 0];
    for (let i = -WINDOW_FRAMES / 2; i < WINDOW_FRAMES / 2; i++) {
      const x = valueAt(track, source + i / slope, band);
      const y = valueAt(set, target + i, band);
      a += x;
      b += y;
      ab += x * y;
      aa += x * x;
      bb += y * y;
      n++;
    }
    const spread = Math.sqrt((aa - (a * a) / n) * (bb - (b * b) / n));
    if (spread > 0) total += (ab - (a * b) / n) / spread;
  }
  return total / bands;
}

function valueAt({ values, bands, frames }: BandPower, frame: number, band: number): number {
  const before = Math.floor(frame);
  if (before < 0 || before + 1 >= frames) return 0;
  const [a, b] = [values[before * bands + band]!, values[(before + 1) * bands + band]!];
  return a + (frame - before) * (b - a);
}

/** The place near `target` where the track is most alike. */
function bestNear(
  track: BandPower,
  set: BandPower,
  source: number,
  target: number,
  slope: number,
  reach: number,
) {
  const scores = Array.from({ length: 2 * reach + 1 }, (_, i) =>
    similarity(track, set, source, target + i - reach, slope),
  );
  const best = scores.indexOf(Math.max(...scores));
  const [left, right] = [scores[best - 1] ?? scores[best]!, scores[best + 1] ?? scores[best]!];
  const bend = left - 2 * scores[best]! + right;
  const fraction = bend < 0 ? Math.max(-0.5, Math.min(0.5, (left - right) / (2 * bend))) : 0;
  return { target: target + best - reach + fraction, similarity: scores[best]! };
}

interface FramePoint {
  readonly source: number;
  readonly target: number;
  readonly similarity: number;
}

/** Follows the track in one direction until it is lost. */
function follow(
  track: BandPower,
  set: BandPower,
  start: FramePoint,
  ratio: number,
  step: number,
): FramePoint[] {
  const points: FramePoint[] = [start];
  let [slope, lost] = [ratio, 0];
  for (let source = start.source + step; lost < MAX_LOST_STEPS; source += step) {
    const last = points.at(-1)!;
    const expected = last.target + (source - last.source) * slope;
    if (source < 0 || source >= track.frames || expected < 0 || expected >= set.frames) break;
    const found = bestNear(track, set, source, expected, slope, REACH);
    const isFound = found.similarity >= MIN_SIMILARITY;
    lost = isFound ? 0 : lost + 1;
    points.push({ source, ...(isFound ? found : { target: expected, similarity: found.similarity }) });
    slope = slopeOf(points);
  }
  return points.slice(0, points.length - lost);
}

/** Set frames per track frame over the last few points. */
function slopeOf(points: readonly FramePoint[]): number {
  const last = points.at(-1)!;
  const before = points.at(-5) ?? points[0]!;
  return (last.target - before.target) / (last.source - before.source);
}

/** The path of a track through a set, in seconds and in order. */
export function followTrack(
  track: BandPower,
  set: BandPower,
  place: CoarsePlace,
  sampleRate: number,
): PathPoint[] {
  const source = Math.round(track.frames / 2);
  const guess = place.ratio * source + place.offset;
  const start = { source, ...bestNear(track, set, source, guess, place.ratio, FIRST_REACH) };
  const after = follow(track, set, start, place.ratio, STEP_FRAMES);
  const before = follow(track, set, start, place.ratio, -STEP_FRAMES);
  const seconds = track.hop / sampleRate;
  return [...before.slice(1).reverse(), ...after].map((point) => ({
    source: point.source * seconds,
    target: point.target * seconds,
    similarity: point.similarity,
  }));
}

/** Where a moment of the track plays; straight lines between points, and beyond the outermost ones. */
export function targetOnPath(path: readonly PathPoint[], source: number): number {
  let i = 1;
  while (i < path.length - 1 && path[i]!.source <= source) i++;
  const [a, b] = [path[i - 1]!, path[i]!];
  return a.target + ((source - a.source) * (b.target - a.target)) / (b.source - a.source);
}

/** The moment of the track that plays at `target`. */
export function sourceOnPath(path: readonly PathPoint[], target: number): number {
  let i = 1;
  while (i < path.length - 1 && path[i]!.target <= target) i++;
  const [a, b] = [path[i - 1]!, path[i]!];
  return a.source + ((target - a.target) * (b.source - a.source)) / (b.target - a.target);
}
