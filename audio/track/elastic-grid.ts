// A beat grid that bends, for tracks that a human played: beats follow the attacks, smoothed over a few bars.
import { median, parabolaOffset, standardise, thin } from './curves';
import type { BeatLine } from './grid-fit';

/** Level frames per point while beats are chained: 6 ms. */
const THIN = 2;
/** How strongly a chain resists leaving its tempo; the cost of an interval is this times its squared log ratio. */
const TIGHTNESS = 120;
/** Beats on either side whose line places a beat. */
const SMOOTHING_BEATS = 4;
/** Reach, in seconds, for the attack near a chained beat. */
const ATTACK_S = 0.035;
/** Distance from the line of the neighbours at which an attack counts half. */
const TOLERANCE_S = 0.012;
/** Beats per window in which the straight line is tried. */
const WINDOW_BEATS = 16;
/** An attack farther from the line than this is off it. */
const STRAIGHT_S = 0.015;

/** Whether the attacks of one window stand within 15 ms of the line; null when it has none to speak of. */
function isWindowStraight(
  accents: Float32Array,
  { period }: BeatLine,
  from: number,
  minAccent: number,
  fps: number,
) {
  const bins = Math.max(8, Math.round(period));
  const folded = new Float32Array(bins);
  const end = Math.min(accents.length, from + WINDOW_BEATS * period);
  for (let i = Math.ceil(from); i < end; i++)
    folded[Math.floor(((i - from) / period) * bins) % bins]! += accents[i]!;
  const reach = Math.round(STRAIGHT_S * fps);
  const maxBetween = (first: number, last: number) => {
    let best = 0;
    for (let bin = first; bin <= last; bin++) best = Math.max(best, folded[(bin + bins) % bins]!);
    return best;
  };
  const on = maxBetween(-reach, reach);
  // A quarter of a beat away lie the sixteenths, which are no misplaced beats.
  const wide = Math.floor(bins * 0.2);
  const off = Math.max(maxBetween(-wide, -reach - 1), maxBetween(reach + 1, wide));
  return Math.max(on, off) < minAccent ? null : on >= off;
}

/**
 * The share of windows of sixteen beats whose attacks are on the line; 1 when there are too few to decide.
 */
export function straightShare(accents: Float32Array, line: BeatLine, framesPerSecond: number): number {
  const mean = accents.reduce((sum, value) => sum + value, 0) / Math.max(1, accents.length);
  const start = line.phase - Math.floor(line.phase / line.period) * line.period;
  let [straight, all] = [0, 0];
  for (
    let from = start;
    from + WINDOW_BEATS * line.period <= accents.length;
    from += WINDOW_BEATS * line.period
  ) {
    const found = isWindowStraight(accents, line, from, mean * WINDOW_BEATS * 2, framesPerSecond);
    if (found === null) continue;
    all++;
    if (found) straight++;
  }
  return all < 4 ? 1 : straight / all;
}

/** The chain of beats with the most accent for the least change of tempo, in points. */
function chainBeats(accents: Float32Array, periodAt: (point: number) => number): number[] {
  const score = Float32Array.from(accents);
  const previous = new Int32Array(accents.length).fill(-1);
  for (let point = 0; point < accents.length; point++) {
    const period = periodAt(point);
    let best = 0;
    for (let back = Math.round(period * 0.7); back <= Math.round(period * 1.4); back++) {
      const from = point - back;
      if (from < 0) break;
      const value = score[from]! - TIGHTNESS * Math.log(back / period) ** 2;
      if (value > best) {
        best = value;
        previous[point] = from;
      }
    }
    score[point]! += best;
  }
  let last = Math.max(0, accents.length - Math.ceil(periodAt(accents.length - 1)));
  for (let point = last; point < score.length; point++) if (score[point]! > score[last]!) last = point;
  const chain: number[] = [];
  for (let point = last; point >= 0; point = previous[point]!) chain.push(point);
  return chain.reverse();
}

/** Moves each beat onto the attack beside it, where there is one. */
function toAttacks(accents: Float32Array, beats: readonly number[], reach: number): number[] {
  return beats.map((beat) => {
    const from = Math.max(1, Math.round(beat - reach));
    const to = Math.min(accents.length - 2, Math.round(beat + reach));
    let peak = -1;
    for (let i = from; i <= to; i++) if (peak < 0 || accents[i]! > accents[peak]!) peak = i;
    if (peak < 0 || accents[peak]! <= 0) return beat;
    return peak + parabolaOffset(accents[peak - 1]!, accents[peak]!, accents[peak + 1]!);
  });
}

/** Places each beat on the line through its neighbours; what stands off that line counts less. */
function smooth(beats: readonly number[], tolerance: number): number[] {
  return beats.map((beat, index) => {
    const from = Math.max(0, index - SMOOTHING_BEATS);
    const near = beats.slice(from, index + SMOOTHING_BEATS + 1);
    if (near.length < 3) return beat;
    const slopes = near.slice(1).map((value, i) => value - near[i]!);
    const period = median(slopes);
    const origins = near.map((value, i) => value - (from + i - index) * period);
    const centre = median(origins);
    const weights = origins.map((origin) => 1 / (1 + ((origin - centre) / tolerance) ** 2));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return origins.reduce((sum, origin, i) => sum + origin * weights[i]!, 0) / total;
  });
}

/** Follows the beats of a track near `period`; accents and results in level frames. */
export function followBeats(accents: Float32Array, period: number, framesPerSecond: number): number[] {
  const points = standardise(thin(accents, THIN));
  const first = chainBeats(points, () => period / THIN);
  if (first.length < 8) return first.map((beat) => beat * THIN);
  // The second pass knows the tempo of every passage, so that a slow drift costs nothing.
  const local = first.map((_, i) => {
    const near = first.slice(Math.max(0, i - 8), i + 9);
    return (near.at(-1)! - near[0]!) / (near.length - 1);
  });
  let at = 0;
  const second = chainBeats(points, (point) => {
    if (point < first[at]!) at = 0;
    while (at + 1 < first.length && first[at + 1]! <= point) at++;
    return local[at]!;
  });
  const placed = toAttacks(
    accents,
    second.map((beat) => beat * THIN),
    ATTACK_S * framesPerSecond,
  );
  return smooth(placed, TOLERANCE_S * framesPerSecond);
}
