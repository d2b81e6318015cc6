// Automation on a lane: heights and values agree, and the drawn line is the one the engine plays.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANE_NAMES, LANE_RANGES } from '@/document/automation-schema';
import { LANE_SCALES, lanePath, laneValue } from './automation-scale';

describe('the scale of a lane', () => {
  it('fills its height and can be read back', () => {
    for (const name of LANE_NAMES) {
      const { heightOf, valueAt } = LANE_SCALES[name];
      expect([heightOf(LANE_RANGES[name].min), heightOf(LANE_RANGES[name].max)]).toEqual([1, 0]);
      fc.assert(
        fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (height) => {
          expect(heightOf(valueAt(height))).toBeCloseTo(height, 1);
        }),
      );
    }
    expect(LANE_SCALES.gainDb.formatValue(-60)).toBe('silent');
    expect(LANE_SCALES.pan.formatValue(-0.3)).toBe('L 30');
  });
});

describe('the line of a lane', () => {
  const points = [
    { at: 100, value: 0 },
    { at: 300, value: -12 },
    { at: 300, value: 6 },
  ];

  it('is level outside its points and straight between them', () => {
    expect([0, 100, 200, 299, 300, 999].map((at) => laneValue(points, at))).toEqual([
      0,
      0,
      -6,
      expect.closeTo(-11.94, 6),
      6,
      6,
    ]);
  });

  it('is drawn where the engine reads it', () => {
    const scale = LANE_SCALES.gainDb;
    const spots = lanePath(points, 1_000, scale).slice(1).split('L');
    for (const spot of spots) {
      const [x = 0, y = 0] = spot.split(' ').map(Number);
      if (Math.abs(x - 0.3) < 1e-4) continue;
      expect(y).toBeCloseTo(scale.heightOf(laneValue(points, x * 1_000)), 2);
    }
    expect(lanePath([], 1_000, scale)).toBe('');
  });
});
