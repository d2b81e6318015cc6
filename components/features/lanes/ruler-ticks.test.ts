// Ruler ticks stay apart and inside.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { at } from '@/contract/required';
import { rulerTicks } from './ruler-ticks';

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
