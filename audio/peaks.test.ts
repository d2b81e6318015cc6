// Peaks: the extremes of every point whatever the pieces, and a file that gives back what it was given.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { condensePeaks, decodePeaks, encodePeaks, PeakBuilder } from './peaks';

const samples = fc.float32Array({ minLength: 1, maxLength: 60, min: -4, max: 4, noNaN: true });

describe('PeakBuilder', () => {
  it('finds the extremes of both channels per point, however the stem is cut', () => {
    fc.assert(
      fc.property(
        samples,
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 9 }),
        (left, cut, per) => {
          const right = left.map((x) => -x / 2);
          const builder = new PeakBuilder(44_100, per);
          for (let at = 0; at < left.length; at += cut) {
            builder.append(left.subarray(at, at + cut), right.subarray(at, at + cut));
          }
          const { min, max, lengthSamples } = builder.current();
          expect(lengthSamples).toBe(left.length);
          expect(min).toHaveLength(Math.ceil(left.length / per));
          for (let point = 0; point < min.length; point++) {
            const both = [left, right].flatMap((c) => [...c.subarray(point * per, (point + 1) * per)]);
            expect([min[point], max[point]]).toEqual([Math.min(...both), Math.max(...both)]);
          }
        },
      ),
    );
  });
});

describe('peaks.bin', () => {
  it('gives back what was written within half a step', () => {
    fc.assert(
      fc.property(samples, (left) => {
        const builder = new PeakBuilder(44_100, 2);
        builder.append(left, left);
        const peaks = builder.current();
        const read = decodePeaks(encodePeaks(peaks, 2));
        expect({ ...read, min: 0, max: 0 }).toEqual({ ...peaks, min: 0, max: 0 });
        for (const side of ['min', 'max'] as const) {
          peaks[side].forEach((value, i) => {
            expect(Math.abs(value - read[side][i]!)).toBeLessThanOrEqual(2.01 / 32_767);
          });
        }
      }),
    );
  });

  it('refuses what is no peaks file', () => {
    const peaks = new PeakBuilder(44_100);
    peaks.append(new Float32Array(5000), new Float32Array(5000));
    const bytes = encodePeaks(peaks.current());
    expect(() => decodePeaks(new Uint8Array(30))).toThrow('no peaks');
    expect(() => decodePeaks(bytes.subarray(0, -1))).toThrow('cut off');
  });
});

describe('condensePeaks', () => {
  it('keeps the extremes and never makes more points than there are', () => {
    const builder = new PeakBuilder(44_100, 1);
    builder.append(Float32Array.of(1, 2, 3, 4, 5), Float32Array.of(-1, -2, -3, -4, -5));
    const peaks = builder.current();
    expect(condensePeaks(peaks, 2)).toEqual({ min: Float32Array.of(-2, -5), max: Float32Array.of(2, 5) });
    expect(condensePeaks(peaks, 99).max).toHaveLength(5);
  });
});
