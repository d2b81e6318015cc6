// The fast hyperbolic tangent equals the exact one, and never leaves its bounds.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { softCurve } from './soft-curve';

it('equals Math.tanh, the more exactly the softer the sound', () => {
  expect(softCurve(0)).toBe(0);
  expect(softCurve(Number.POSITIVE_INFINITY)).toBeCloseTo(1, 9);
  fc.assert(
    fc.property(fc.double({ min: -30, max: 30, noNaN: true }), (x) => {
      expect(Math.abs(softCurve(x) - Math.tanh(x))).toBeLessThan(5e-7);
      expect(Math.abs(softCurve(x))).toBeLessThan(1 + 1e-9);
      expect(softCurve(-x)).toBe(-softCurve(x));
      const soft = x / 30;
      expect(Math.abs(softCurve(soft) - Math.tanh(soft))).toBeLessThan(1e-15);
    }),
    { numRuns: 1000 },
  );
});
