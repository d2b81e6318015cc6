// The peaks of a stretch of a stem, and where in that stretch they lie; how loud a stem gets at its loudest.
import type { Peaks } from '@/audio/peaks';

export interface PeaksSlice {
  readonly min: Float32Array;
  readonly max: Float32Array;
  readonly durationS: number;
  /** Where the first point begins and how far the points reach, as shares of the stretch: points are coarse. */
  readonly left: number;
  readonly width: number;
}

/**
 * The points that a stretch touches.
 * @param from where the stretch begins in the stem, in samples
 * @param length of the stretch in samples, more than 0; behind the stem's end there are no points
 * @returns null where the stretch has none
 */
export function slicePeaks(peaks: Peaks, from: number, length: number): PeaksSlice | null {
  const { samplesPerPoint, sampleRate } = peaks;
  const first = Math.floor(Math.max(0, from) / samplesPerPoint);
  const end = Math.min(peaks.max.length, Math.ceil((from + length) / samplesPerPoint));
  if (end <= first) return null;
  return {
    min: peaks.min.subarray(first, end),
    max: peaks.max.subarray(first, end),
    durationS: ((end - first) * samplesPerPoint) / sampleRate,
    left: (first * samplesPerPoint - from) / length,
    width: ((end - first) * samplesPerPoint) / length,
  };
}

/** The highest amplitude of a stem; 0 for one without a point. */
export function loudest({ min, max }: Peaks): number {
  let highest = 0;
  for (const value of max) highest = Math.max(highest, value);
  for (const value of min) highest = Math.max(highest, -value);
  return highest;
}
