// The throttle: first at once, last always, nothing between faster than the interval.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createThrottle } from './throttle';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('delivers the first at once and the last after the interval', () => {
  const seen: number[] = [];
  const throttle = createThrottle<number>(33, (value) => seen.push(value));
  for (const value of [1, 2, 3]) throttle.push(value);
  expect(seen).toEqual([1]);
  vi.advanceTimersByTime(33);
  expect(seen).toEqual([1, 3]);
  vi.advanceTimersByTime(100);
  throttle.push(4);
  expect(seen).toEqual([1, 3, 4]);
});

it('flushes a pending value and drops a cancelled one', () => {
  const seen: number[] = [];
  const throttle = createThrottle<number>(33, (value) => seen.push(value));
  throttle.push(1);
  throttle.push(2);
  throttle.flush();
  throttle.push(3);
  throttle.push(4);
  throttle.cancel();
  vi.advanceTimersByTime(100);
  expect(seen).toEqual([1, 2, 3]);
});
