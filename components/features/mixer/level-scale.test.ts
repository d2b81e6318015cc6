// Meter positions, bars that fall slowly and the peak mark that waits before it falls.
import { expect, it } from 'vitest';
import { FallingLevel, meterPosition, PeakHold } from './level-scale';

it('spans -60 dBFS to full scale', () => {
  expect([-Infinity, -60, -30, 0, 6].map(meterPosition)).toEqual([0, 0, 0.5, 1, 1]);
});

it('rises at once and falls by 24 dB a second', () => {
  const level = new FallingLevel();
  expect(level.feed(-6)).toBe(-6);
  let shown = -6;
  for (let i = 0; i < 30; i++) shown = level.feed(-50);
  expect(shown).toBeCloseTo(-30, 6);
  expect(level.feed(-3)).toBe(-3);
  for (let i = 0; i < 100; i++) shown = level.feed(-Infinity);
  expect(shown).toBe(-Infinity);
});

it('holds a peak for a second, then lets it fall to the current level', () => {
  const hold = new PeakHold();
  expect(hold.feed(-2)).toBe(-2);
  for (let i = 0; i < 30; i++) expect(hold.feed(-20)).toBe(-2);
  expect(hold.feed(-20)).toBeLessThan(-2);
  for (let i = 0; i < 60; i++) hold.feed(-20);
  expect(hold.feed(-20)).toBe(-20);
  expect(hold.feed(-1)).toBe(-1);
});
