// Restarts slow down while a process keeps dying and start afresh after it has lived.
import { expect, it } from 'vitest';
import { Backoff } from './backoff';

it('doubles up to half a minute and resets after a healthy minute', () => {
  const backoff = new Backoff();
  const waits = Array.from({ length: 9 }, () => backoff.next(10));
  expect(waits.slice(0, 4)).toEqual([500, 1000, 2000, 4000]);
  expect(waits.at(-1)).toBe(30_000);
  expect(backoff.next(60_000)).toBe(500);
});

it('starts a process at once that was stopped in order, unless it had only just started', () => {
  const backoff = new Backoff();
  expect(backoff.next(1_000, true)).toBe(0);
  expect(backoff.next(10, true)).toBe(500);
  expect(backoff.next(1_000, false)).toBe(1000);
});
