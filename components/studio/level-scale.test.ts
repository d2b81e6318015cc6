// Meter positions and the peak mark that waits before it falls.
import { expect, it } from 'vitest';
import { amplitudePosition, meterPosition, PeakHold } from './level-scale';

it('spans -60 dBFS to full scale', () => {
  expect([-90, -60, -30, 0, 6].map(meterPosition)).toEqual([0, 0, 0.5, 1, 1]);
  expect(amplitudePosition(0)).toBe(0);
  expect(amplitudePosition(1)).toBe(1);
});

it('holds a peak for a second, then lets it sink to what is there', () => {
  const hold = new PeakHold();
  expect(hold.feed(0.8)).toBe(0.8);
  for (let i = 0; i < 30; i++) expect(hold.feed(0.1)).toBe(0.8);
  expect(hold.feed(0.1)).toBeLessThan(0.8);
  for (let i = 0; i < 60; i++) hold.feed(0.1);
  expect(hold.feed(0.1)).toBe(0.1);
  expect(hold.feed(0.9)).toBe(0.9);
});
