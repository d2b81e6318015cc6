// Ruler ticks stay apart and inside.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { at } from '@/contract/required';
import { rulerBars, rulerTicks } from './ruler-ticks';

it('rulerTicks marks round times, and none on an empty ruler', () => {
  expect(rulerTicks(20, 400)).toEqual([0, 5, 10, 15]);
  expect(rulerTicks(0, 400)).toEqual([]);
});

it('never crowds, never leaves the ruler', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 7200, noNaN: true }),
      fc.integer({ min: 200, max: 3000 }),
      (length, width) => {
        const ticks = rulerTicks(length, width);
        expect(ticks[0]).toBe(0);
        expect(at(ticks, -1)).toBeLessThan(length);
        for (let i = 1; i < ticks.length; i++) {
          expect(((at(ticks, i) - at(ticks, i - 1)) / length) * width).toBeGreaterThanOrEqual(83.9);
        }
      },
    ),
  );
});

it('rulerBars numbers as many bars as there is room for, those beyond the end left out', () => {
  const downbeats = Array.from({ length: 32 }, (_, i) => 1_000 + i * 100);
  expect(
    rulerBars(downbeats, 4_000, 4_000)
      .map(({ bar }) => bar)
      .slice(0, 3),
  ).toEqual([1, 2, 3]);
  expect(rulerBars(downbeats, 4_000, 800).slice(0, 2)).toEqual([
    { at: 1_000, bar: 1 },
    { at: 1_200, bar: 3 },
  ]);
  expect(rulerBars(downbeats, 1_950, 1_950)).toHaveLength(10);
  expect([rulerBars([], 100, 100), rulerBars([5], 100, 0)]).toEqual([[], []]);
});
