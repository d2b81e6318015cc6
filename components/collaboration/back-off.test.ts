// Waiting before a refused connection is tried again: longer each time, and short again after a while that went well.
import { expect, it } from 'vitest';
import { BackOff } from './back-off';

it('waits twice as long each time, up to a limit', () => {
  const backOff = new BackOff();
  const waits = Array.from({ length: 7 }, (_, i) => backOff.refused(i * 1_000) / 1_000);
  expect(waits).toEqual([10, 20, 40, 80, 160, 160, 160]);
});

it('begins anew after a connection that lasted, and not after one that was refused at once', () => {
  const backOff = new BackOff();
  backOff.refused(0);
  backOff.opened(10_000);
  expect(backOff.refused(12_000)).toBe(20_000);
  backOff.opened(40_000);
  expect(backOff.refused(140_000)).toBe(10_000);
});
