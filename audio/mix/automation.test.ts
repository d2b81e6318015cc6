// Automation lanes: exact at their points, straight in between, level outside.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samples } from '../units';
import { fillLane, type Lane } from './automation';

const lane: fc.Arbitrary<Lane> = fc
  .array(
    fc.record({ at: fc.integer({ min: 0, max: 300 }), value: fc.double({ min: -60, max: 12, noNaN: true }) }),
    { minLength: 1, maxLength: 8 },
  )
  .map((points) =>
    // Adding 0 makes -0 the 0 that it is on a fader.
    points.sort((a, b) => a.at - b.at).map(({ at, value }) => ({ at: samples(at), value: value + 0 })),
  );

function values(points: Lane, position: number, frames: number): number[] {
  const filled = new Float64Array(frames);
  fillLane(points, position, frames, filled);
  return [...filled];
}

describe('fillLane', () => {
  it('meets every point exactly and goes straight in between', () => {
    fc.assert(
      fc.property(lane, (points) => {
        const heard = values(points, 0, 400);
        for (const [i, { at, value }] of points.entries()) {
          const next = points[i + 1];
          if (next?.at === at) continue;
          expect(heard[at]).toBe(value);
          const middle = next && Math.floor((at + next.at) / 2);
          if (middle)
            expect(heard[middle]).toBeCloseTo(
              value + ((next.value - value) * (middle - at)) / (next.at - at),
              9,
            );
        }
        expect(heard.slice(0, points[0]!.at).every((x) => x === points[0]!.value)).toBe(true);
        expect(heard.slice(points.at(-1)!.at).every((x) => x === points.at(-1)!.value)).toBe(true);
      }),
    );
  });

  it('is the same from wherever it is read', () => {
    fc.assert(
      fc.property(
        lane,
        fc.integer({ min: 0, max: 350 }),
        fc.integer({ min: 1, max: 50 }),
        (points, position, frames) => {
          expect(values(points, position, frames)).toEqual(
            values(points, 0, 400).slice(position, position + frames),
          );
        },
      ),
    );
  });
});
