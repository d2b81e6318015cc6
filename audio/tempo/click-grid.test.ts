// The clicks of a metronome: found beats, steady ones behind them, and the count-in that leads into them.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type ClickGrid,
  clickAtOrAfter,
  clickGridOf,
  clickPosition,
  countInBefore,
  countInSeconds,
  isClickAccent,
} from './click-grid';

const RATE = 44_100;
const STEADY = { bpm: 120, beats: [], downbeats: [] };
/** Three beats in a bar, from 10,000 on, 20,000 samples apart. */
const WALTZ = {
  bpm: 0,
  beats: Array.from({ length: 10 }, (_, i) => 10_000 + i * 20_000),
  downbeats: [10_000, 70_000, 130_000, 190_000],
};

const gridOf = (timing: typeof WALTZ): ClickGrid => {
  const grid = clickGridOf(timing, RATE);
  if (!grid) throw new Error('There is a tempo.');
  return grid;
};

it('is not there where no tempo is known', () => {
  expect(clickGridOf({ bpm: 0, beats: [], downbeats: [] }, RATE)).toBeNull();
});

it('clicks without end at a BPM', () => {
  const grid = gridOf(STEADY);
  expect(clickPosition(grid, 0)).toBe(0);
  expect(clickPosition(grid, 4_000)).toBe(4_000 * 22_050);
  expect([0, 1, 2, 3, 4].map((i) => isClickAccent(grid, i))).toEqual([true, false, false, false, true]);
});

it('goes on behind the last beat that was found, in its tempo and metre', () => {
  const grid = gridOf(WALTZ);
  expect([9, 10, 11, 12].map((i) => clickPosition(grid, i))).toEqual([190_000, 210_000, 230_000, 250_000]);
  expect([9, 10, 11, 12].map((i) => isClickAccent(grid, i))).toEqual([true, false, false, true]);
});

it('finds the first click at or after any position', () => {
  for (const timing of [STEADY, WALTZ, { ...STEADY, bpm: 97.3 }]) {
    const grid = gridOf(timing);
    const property = fc.property(fc.nat(10_000_000), (position) => {
      const index = clickAtOrAfter(grid, position);
      expect(clickPosition(grid, index)).toBeGreaterThanOrEqual(position);
      if (index > 0) expect(clickPosition(grid, index - 1)).toBeLessThan(position);
    });
    fc.assert(property);
  }
});

it('counts whole bars in, which end in the grid', () => {
  expect(countInBefore(gridOf(STEADY), 8 * 22_050, 1)).toEqual({
    length: 4 * 22_050,
    clicks: [0, 1, 2, 3].map((i) => ({ at: i * 22_050, isAccent: i === 0 })),
  });
  const waltz = countInBefore(gridOf(WALTZ), 70_000, 2);
  expect(waltz.length).toBe(120_000);
  expect(waltz.clicks.map(({ at }) => at)).toEqual([0, 20_000, 40_000, 60_000, 80_000, 100_000]);
  expect(waltz.clicks.flatMap(({ isAccent }, i) => (isAccent ? [i] : []))).toEqual([0, 3]);
});

it('counts to a position between beats with clicks on the beats', () => {
  const property = fc.property(fc.nat(400_000), fc.constantFrom(1, 2), (position, bars) => {
    const { clicks, length } = countInBefore(gridOf(WALTZ), position, bars);
    expect(clicks).toHaveLength(bars * 3);
    for (const { at } of clicks) expect((position - length + at - 10_000) % 20_000).toBeCloseTo(0, 6);
  });
  fc.assert(property);
});

it('has nothing to count for no bars, and counts seconds where no tempo is known', () => {
  expect(countInBefore(gridOf(STEADY), 1_000, 0)).toEqual({ clicks: [], length: 0 });
  expect(countInSeconds(2, RATE).clicks.map(({ at }) => at / RATE)).toEqual([0, 0.5, 1, 1.5]);
  expect(countInSeconds(0, RATE)).toEqual({ clicks: [], length: 0 });
});
