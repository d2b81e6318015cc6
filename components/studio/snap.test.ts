// Snapping takes the nearest catch within reach, and leaves alone what is far from all of them.
import { expect, it } from 'vitest';
import { snapShift } from './snap';

it('shifts the nearest edge onto the nearest point', () => {
  expect(snapShift([105, 205], [100, 203], 10)).toBe(-2);
  expect(snapShift([105], [100, 112], 10)).toBe(-5);
  expect(snapShift([105], [90, 115], 10)).toBe(0);
  expect(snapShift([105], [], 10)).toBe(0);
  expect(snapShift([100], [100, 103], 10)).toBe(0);
});
