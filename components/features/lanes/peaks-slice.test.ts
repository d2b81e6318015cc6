// A slice of the peaks covers every sample of its range, at the position of those samples.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Peaks } from '@/audio/peaks';
import { at, required } from '@/contract/required';
import { loudest, slicePeaks } from './peaks-slice';

const POINTS = 50;
const PER_POINT = 100;
const peaks: Peaks = {
  sampleRate: 1_000,
  samplesPerPoint: PER_POINT,
  lengthSamples: POINTS * PER_POINT,
  max: Float32Array.from({ length: POINTS }, (_, i) => i),
  min: Float32Array.from({ length: POINTS }, (_, i) => -2 * i),
};

it('a slice of peaks covers its stretch to the point', () => {
  fc.assert(
    fc.property(fc.nat(4_999), fc.integer({ min: 1, max: 9_000 }), (from, length) => {
      const slice = required(slicePeaks(peaks, from, length), 'a slice');
      const first = at(slice.max, 0) * PER_POINT;
      const end = (at(slice.max, -1) + 1) * PER_POINT;
      expect(from + slice.left * length).toBeCloseTo(first, 6);
      expect(from + (slice.left + slice.width) * length).toBeCloseTo(end, 6);
      expect(first).toBeLessThanOrEqual(from);
      expect(end).toBeGreaterThanOrEqual(Math.min(from + length, peaks.lengthSamples));
      expect(slice.durationS).toBeCloseTo((end - first) / 1_000, 6);
    }),
  );
});

it('has nothing behind the end, and knows the loudest moment', () => {
  expect(slicePeaks(peaks, 5_000, 10)).toBeNull();
  expect(loudest(peaks)).toBe(98);
  expect(loudest({ ...peaks, min: new Float32Array(0), max: new Float32Array(0) })).toBe(0);
});
