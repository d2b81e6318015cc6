// The fast exponential equals the exact one.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decay } from './decay';

it('equals Math.exp wherever a reduction can be', () => {
  expect(decay(0)).toBe(1);
  expect(decay(Number.POSITIVE_INFINITY)).toBe(0);
  fc.assert(
    fc.property(fc.double({ min: 0, max: 40, noNaN: true }), (nepers) => {
      const exact = Math.exp(-nepers);
      expect(Math.abs(decay(nepers) - exact)).toBeLessThanOrEqual(2e-11 * exact);
    }),
    { numRuns: 1000 },
  );
});
