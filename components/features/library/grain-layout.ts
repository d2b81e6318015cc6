// Where each grain stands on the map: pitch from left to right, brightness from bottom to top, both by ratio.
import type { Grain } from '@/contract/http/library';

export interface GrainDot {
  /** 0 to 1 from the left and from the top */
  readonly x: number;
  readonly y: number;
  /** 0 (the quietest) to 1 */
  readonly strength: number;
  readonly isPitched: boolean;
}

/** Grains without a pitch stand in a strip of their own at the left, this wide. */
export const UNPITCHED_WIDTH = 0.12;
const EDGE = 0.03;

/** The place of a value between two others on a logarithmic scale; the middle when they are the same. */
function along(value: number, lowest: number, highest: number): number {
  return highest > lowest ? Math.log(value / lowest) / Math.log(highest / lowest) : 0.5;
}

/** The lowest and highest of some positive numbers. */
export function rangeOf(values: readonly number[]): readonly [lowest: number, highest: number] {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, 0];
  for (const value of values) {
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  return [lowest, highest];
}

/** The dots of all grains, in their order. */
export function layOutGrains(grains: readonly Grain[]): GrainDot[] {
  const pitched = grains.filter(({ pitch_hz }) => pitch_hz > 0);
  const [lowest, highest] = rangeOf(pitched.map(({ pitch_hz }) => pitch_hz));
  const [dull, bright] = rangeOf(grains.map(({ brightness_hz }) => Math.max(1, brightness_hz)));
  const [quiet, loud] = [-60, Math.max(-59, ...grains.map(({ level_db }) => level_db))];
  const strip = pitched.length === grains.length ? 0 : UNPITCHED_WIDTH;
  return grains.map((grain, index) => {
    const isPitched = grain.pitch_hz > 0;
    const left = isPitched ? strip + EDGE : EDGE;
    const width = (isPitched ? 1 : strip || 1) - left - EDGE;
    // Without a pitch there is no order from left to right: spread, so that dots do not hide each other.
    const share = isPitched ? along(grain.pitch_hz, lowest, highest) : (index * 0.618) % 1;
    return {
      x: left + Math.max(0, width) * share,
      y: 1 - (EDGE + (1 - 2 * EDGE) * along(Math.max(1, grain.brightness_hz), dull, bright)),
      strength: Math.min(1, Math.max(0, (grain.level_db - quiet) / (loud - quiet))),
      isPitched,
    };
  });
}

/**
 * The dot nearest to a point.
 * @param x, y as in the dots; `reach` is how far away it may be, `aspect` the map's width by its height
 * @returns its index, or -1 when none is near
 */
export function nearestDot(
  dots: readonly GrainDot[],
  point: { readonly x: number; readonly y: number },
  { reach, aspect }: { readonly reach: number; readonly aspect: number },
): number {
  let [best, closest] = [-1, reach];
  for (const [index, dot] of dots.entries()) {
    const distance = Math.hypot((dot.x - point.x) * aspect, dot.y - point.y);
    if (distance < closest) [best, closest] = [index, distance];
  }
  return best;
}
