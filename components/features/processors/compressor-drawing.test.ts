// The picture of a compressor: straight below the threshold, flatter above it, raised by the make-up gain.
import { expect, it } from 'vitest';
import { DEFAULT_COMPRESSOR } from '@/document/processors';
import { SIZE, transferPath, xOfLevel, yOfLevel } from './compressor-drawing';

const heights = (path: string): number[] =>
  path
    .slice(1)
    .split('L')
    .map((point) => Number(point.split(' ')[1]));

it('is the diagonal at neutral settings', () => {
  expect(transferPath(DEFAULT_COMPRESSOR)).toMatch(new RegExp(`^M0\\.0 ${SIZE}\\.0L.*L${SIZE}\\.0 0\\.0$`));
  expect([xOfLevel(-60), xOfLevel(0), yOfLevel(-60), yOfLevel(0), yOfLevel(6)]).toEqual([
    0,
    SIZE,
    SIZE,
    0,
    0,
  ]);
});

it('the drawn curve bends at the threshold', () => {
  const settings = { ...DEFAULT_COMPRESSOR, thresholdDb: -20, ratio: 4, kneeDb: 0 };
  // 20 dB above the threshold become 5.
  expect(heights(transferPath(settings)).at(-1)).toBeCloseTo(yOfLevel(-15), 1);
  expect(heights(transferPath(settings))[0]).toBe(SIZE);
  expect(heights(transferPath({ ...settings, makeupDb: 6 })).at(-1)).toBeCloseTo(yOfLevel(-9), 1);
});
