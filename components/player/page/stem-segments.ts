// How a stem is cut into segments, and which descriptions mean the same audio.
import type { PlayerStem } from '../types';

/** Length of segment `index` of a stem, in samples; the last one is shorter. */
export function segmentLength(
  stem: Pick<PlayerStem, 'lengthSamples' | 'segmentSamples'>,
  index: number,
): number {
  return Math.min(stem.segmentSamples, stem.lengthSamples - index * stem.segmentSamples);
}

/** True when both describe the same audio in the same cut. */
export function sameStem(a: PlayerStem | undefined, b: PlayerStem | undefined): boolean {
  return (
    a !== undefined &&
    b !== undefined &&
    a.id === b.id &&
    a.sourceId === b.sourceId &&
    a.lengthSamples === b.lengthSamples &&
    a.segmentSamples === b.segmentSamples &&
    a.headroomBits === b.headroomBits
  );
}
