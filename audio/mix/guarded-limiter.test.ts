// A limiter for files passes audio as the bare one does, and outlives samples that are no audio.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DEFAULT_LIMITER, TruePeakLimiter } from '../dynamics/limiter';
import { SAMPLE_RATE } from '../units';
import { GuardedLimiter } from './guarded-limiter';

const LENGTH = 5000;
const loud = () => Float64Array.from({ length: LENGTH }, (_, i) => 2 * Math.sin(i / 9));

it('limits audio bit for bit as the limiter does', () => {
  const [left, right, wantedLeft, wantedRight] = [loud(), loud(), loud(), loud()];
  new GuardedLimiter(SAMPLE_RATE, DEFAULT_LIMITER).process(left, right, LENGTH);
  new TruePeakLimiter(SAMPLE_RATE, DEFAULT_LIMITER).process(wantedLeft, wantedRight, LENGTH);
  expect(left).toEqual(wantedLeft);
  expect(right).toEqual(wantedRight);
});

it('silences what is no audio, and what follows sounds as without it', () => {
  const garbage = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e30);
  fc.assert(
    fc.property(garbage, fc.nat(1000), fc.boolean(), (value, at, isLeft) => {
      const [left, right, clean, other] = [loud(), loud(), loud(), loud()];
      (isLeft ? left : right)[at] = value;
      new GuardedLimiter(SAMPLE_RATE, DEFAULT_LIMITER).process(left, right, LENGTH);
      new GuardedLimiter(SAMPLE_RATE, DEFAULT_LIMITER).process(clean, other, LENGTH);
      expect(left.every((sample) => Math.abs(sample) <= 1)).toBe(true);
      const isOff = (heard: Float64Array, wanted: Float64Array) =>
        heard.some((sample, i) => i > LENGTH - 1000 && Math.abs(sample - wanted[i]!) > 0.01);
      expect(isOff(left, clean) || isOff(right, other)).toBe(false);
    }),
    { numRuns: 30 },
  );
});
