// Checks that overlapping segments join into exactly what they were cut from.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OverlapAdd, triangularWeights } from './overlap-add';
import { planSegments } from './segments';

const WINDOW = 40;

describe('segments', () => {
  it('cover every sample of any song, in order, within the window', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), (songLength) => {
        const covered = new Uint8Array(songLength);
        for (const { offset, length, windowStart } of planSegments(songLength, WINDOW)) {
          covered.fill(1, offset, offset + length);
          expect(windowStart).toBeLessThanOrEqual(offset);
          expect(windowStart + WINDOW).toBeGreaterThanOrEqual(offset + length);
        }
        expect(covered.every((seen) => seen === 1)).toBe(true);
      }),
    );
  });

  it('spend no run on a tail that is covered already', () => {
    expect(planSegments(WINDOW, WINDOW)).toHaveLength(1);
    expect(planSegments(WINDOW + 1, WINDOW)).toHaveLength(2);
  });
});

describe('overlap-add', () => {
  it('weighs the middle most and never nothing', () => {
    expect([...triangularWeights(4)]).toEqual([0.5, 1, 1, 0.5]);
    expect([...triangularWeights(5)].map((w) => Math.round(w * 3))).toEqual([1, 2, 3, 2, 1]);
  });

  it('gives back what was cut, so its weights sum to one everywhere', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 4 }), (songLength, rows) => {
        const song = (row: number, position: number) => Math.sin(position * 0.1 + row);
        const joined = new OverlapAdd(rows, WINDOW);
        const segments = planSegments(songLength, WINDOW);
        let position = 0;
        for (const [index, { offset, length, windowStart }] of segments.entries()) {
          const windows = Float32Array.from({ length: rows * WINDOW }, (_, i) =>
            song(Math.floor(i / WINDOW), windowStart + (i % WINDOW)),
          );
          joined.add(windows, offset, length, offset - windowStart);
          const end = segments[index + 1]?.offset ?? songLength;
          const taken = joined.take(end);
          for (const [row, values] of taken.entries()) {
            expect(values).toHaveLength(end - position);
            for (const [i, value] of values.entries()) expect(value).toBeCloseTo(song(row, position + i), 5);
          }
          position = end;
        }
        expect(position).toBe(songLength);
      }),
    );
  });

  it('refuses a segment that reaches below what was taken', () => {
    const joined = new OverlapAdd(1, WINDOW);
    joined.add(new Float32Array(WINDOW), 0, WINDOW, 0);
    joined.take(30);
    expect(() => joined.add(new Float32Array(WINDOW), 20, WINDOW, 0)).toThrow(RangeError);
  });
});
