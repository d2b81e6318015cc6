// Snapping takes the nearest catch within reach, and leaves alone what is far from all of them.
import { expect, it } from 'vitest';
import { nearestSnap } from './snap';

it('shifts the nearest edge onto the nearest point', () => {
  expect(nearestSnap([105, 205], [100, 203], 10)).toEqual({ shift: -2, at: 203 });
  expect(nearestSnap([105], [100, 112], 10)).toEqual({ shift: -5, at: 100 });
  expect(nearestSnap([100], [100, 103], 10)).toEqual({ shift: 0, at: 100 });
  expect(nearestSnap([105], [90, 115], 10)).toBeNull();
  expect(nearestSnap([105], [], 10)).toBeNull();
});
