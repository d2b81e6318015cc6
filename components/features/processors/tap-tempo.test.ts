// The tempo of taps.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TAP_PAUSE_MS, TapTempo } from './tap-tempo';

const tapAll = (times: readonly number[]): (number | null)[] => {
  const taps = new TapTempo();
  return times.map((time) => taps.tap(time));
};

it('TapTempo, fewer than four taps, gives no tempo', () => {
  expect(tapAll([0, 500, 1_000, 1_500])).toEqual([null, null, null, 120]);
});

it('TapTempo, one late tap, keeps the median interval', () => {
  expect(tapAll([0, 500, 1_000, 1_500, 2_140, 2_500]).at(-1)).toBe(120);
});

it('TapTempo, after a pause of more than two seconds, starts again', () => {
  const later = 1_500 + TAP_PAUSE_MS;
  expect(tapAll([0, 500, 1_000, 1_500, later]).at(-1)).toBe(120);
  const apart = later + 1;
  const again = [apart, apart + 400, apart + 800, apart + 1_200];
  expect(tapAll([0, 500, 1_000, 1_500, ...again]).slice(4)).toEqual([null, null, null, 150]);
});

it('TapTempo, taps near a steady beat, finds its tempo', () => {
  const property = fc.property(
    fc.double({ min: 31, max: 300, noNaN: true }),
    fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: 8, maxLength: 24 }),
    (bpm, offsets) => {
      const period = 60_000 / bpm;
      const found = tapAll(offsets.map((offset, i) => 100 + i * period + offset)).at(-1) ?? 0;
      expect(Math.abs(60_000 / found - period)).toBeLessThanOrEqual(16);
    },
  );
  fc.assert(property);
});
