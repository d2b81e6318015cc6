// Which moment of a track sounds at which moment of the set: straight lines between knots.
import type { Samples } from '../../units';

/** `source` of the track sounds at `target` of the set. */
export interface MapKnot {
  readonly source: Samples;
  readonly target: Samples;
}

/** Knots in ascending order, two or more where anything is played, in samples of the track's and the set's common rate. */
export type TimeMap = readonly MapKnot[];

/** A stretch of a map that is played as it is, or that has to be stretched. */
export interface MapRun {
  readonly isNative: boolean;
  readonly knots: TimeMap;
}

/** Shorter native stretches are not worth the two joints. */
const MIN_NATIVE_SECONDS = 2;

function interpolate(map: TimeMap, value: number, from: keyof MapKnot, to: keyof MapKnot): number {
  let i = 1;
  while (i < map.length - 1 && map[i]![from] <= value) i++;
  const [before, after] = [map[i - 1]!, map[i]!];
  return before[to] + ((value - before[from]) * (after[to] - before[to])) / (after[from] - before[from]);
}

/** Where a sample of the track sounds in the set; beyond the ends the outermost line goes on. */
export const targetOf = (map: TimeMap, source: number): number =>
  interpolate(map, source, 'source', 'target');

/** Which sample of the track sounds at a moment of the set. */
export const sourceOf = (map: TimeMap, target: number): number =>
  interpolate(map, target, 'target', 'source');

/** Leaves out knots that do not move on in both times by at least one sample. */
export function withoutStandstill(knots: readonly MapKnot[]): MapKnot[] {
  const kept: MapKnot[] = [];
  for (const knot of knots) {
    const last = kept.at(-1);
    if (!last || (knot.source > last.source && knot.target > last.target)) kept.push(knot);
  }
  return kept;
}

interface Stretch {
  readonly isNative: boolean;
  readonly knots: MapKnot[];
}

const lengthOf = ({ knots }: Stretch): number => knots.at(-1)!.target - knots[0]!.target;

/** Joins neighbours of one kind, which share a knot. */
function merge(stretches: readonly Stretch[]): Stretch[] {
  const merged: Stretch[] = [];
  for (const { isNative, knots } of stretches) {
    const last = merged.at(-1);
    if (last?.isNative === isNative) last.knots.push(...knots.slice(1));
    else merged.push({ isNative, knots: [...knots] });
  }
  return merged;
}

/** Divides a map into runs that are as long as can be and share their outer knots. */
export function runsOf(map: TimeMap, sampleRate: number): MapRun[] {
  const lines = map.slice(1).map((after, i): Stretch => {
    const before = map[i]!;
    const isNative = after.source - before.source === after.target - before.target;
    return { isNative, knots: [before, after] };
  });
  const minSamples = MIN_NATIVE_SECONDS * sampleRate;
  return merge(
    merge(lines).map((run) => ({ ...run, isNative: run.isNative && lengthOf(run) >= minSamples })),
  );
}
