// The rooms' clock: right at once, never jumping by little, and right again after a step of the database's clock.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MIN_TRIPS } from '@/contract/rehearsal/clock-estimate';
import { RoomClock } from './room-clock';

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

/** A clock whose database answers after 2 ms each way. */
function clockOf(offset: { ms: number }) {
  return new RoomClock(async () => {
    vi.advanceTimersByTime(2);
    const shown = performance.now() + offset.ms;
    vi.advanceTimersByTime(2);
    return shown;
  });
}

const errorOf = (clock: RoomClock, offset: { ms: number }) => clock.now() - performance.now() - offset.ms;

it('RoomClock, once started, shows what the database shows', async () => {
  const offset = { ms: 1e12 };
  const clock = clockOf(offset);
  await clock.start();
  expect(Math.abs(errorOf(clock, offset))).toBeLessThan(0.1);
  clock.stop();
});

it('RoomClock, when the database gains a few milliseconds, follows without a jump', async () => {
  const offset = { ms: 1e12 };
  const clock = clockOf(offset);
  await clock.start();
  clock.now();
  offset.ms += 40;
  for (let i = 0; i < 2 * MIN_TRIPS; i++) await clock.measure();
  const before = clock.now() - performance.now();
  vi.advanceTimersByTime(1_000);
  expect(Math.abs(clock.now() - performance.now() - before)).toBeLessThanOrEqual(0.21);
  clock.stop();
});

it('RoomClock, when somebody sets the clock of the database, jumps to it', async () => {
  const offset = { ms: 1e12 };
  const clock = clockOf(offset);
  await clock.start();
  clock.now();
  offset.ms += 3_600_000;
  for (let i = 0; i < MIN_TRIPS; i++) await clock.measure();
  expect(Math.abs(errorOf(clock, offset))).toBeLessThan(0.1);
  clock.stop();
});
