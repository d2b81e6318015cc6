// The map of grains: every dot on the map, in the order of pitch and brightness, found by a click near it.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { at } from '@/contract/required';
import { layOutGrains, nearestDot, UNPITCHED_WIDTH } from './grain-layout';

const grain = (pitch_hz: number, brightness_hz: number) => ({
  start_s: 0,
  duration_s: 0.1,
  level_db: -20,
  pitch_hz,
  brightness_hz,
});

it('keeps every dot on the map and finds each where it stands', () => {
  const grains = fc.array(
    fc.tuple(
      fc.oneof(fc.constant(0), fc.double({ min: 30, max: 2_000 })),
      fc.double({ min: 0, max: 15_000 }),
    ),
    { minLength: 1, maxLength: 40 },
  );
  fc.assert(
    fc.property(grains, (pairs) => {
      const dots = layOutGrains(pairs.map(([pitch, bright]) => grain(pitch, bright)));
      for (const dot of dots) {
        expect(dot.x >= 0 && dot.x <= 1 && dot.y >= 0 && dot.y <= 1).toBe(true);
        const found = at(dots, nearestDot(dots, dot, { reach: 0.05, aspect: 2 }));
        expect([found.x, found.y]).toEqual([dot.x, dot.y]);
      }
    }),
  );
});

it('puts low notes left, dull ones below, and grains without a pitch aside', () => {
  const dots = layOutGrains([grain(110, 400), grain(440, 4_000), grain(0, 4_000)]);
  const [low, high, noise] = [at(dots, 0), at(dots, 1), at(dots, 2)];
  expect(low.x).toBeLessThan(high.x);
  expect(low.y).toBeGreaterThan(high.y);
  expect(noise.x).toBeLessThan(UNPITCHED_WIDTH);
  expect(noise.isPitched).toBe(false);
  expect(nearestDot([low], { x: 1, y: 0 }, { reach: 0.05, aspect: 2 })).toBe(-1);
});
