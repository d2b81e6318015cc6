// Whether the clocks agree: nothing is deleted by age while one of them is wrong, whichever it is.

import { clockOffsetMs } from '@/platform/database/clock';
import { matchCopies } from '@/platform/error-copies';

export const LARGEST_CLOCK_OFFSET_MS = 60_000;

/** Two clocks differ by more than a minute. */
export class ClockError extends Error {
  static {
    matchCopies(ClockError, 'ClockError');
  }
}

const formatOffset = (ms: number): string => {
  const seconds = Math.round(Math.abs(ms) / 1000);
  if (seconds < 7200) return `${seconds} s`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} hours` : `${Math.round(seconds / 86_400)} days`;
};

/** The difference between two clocks, such as "40 days ahead of"; null while they agree to a minute. */
export function clockDifference(offsetMs: number): string | null {
  if (Math.abs(offsetMs) <= LARGEST_CLOCK_OFFSET_MS) return null;
  return `${formatOffset(offsetMs)} ${offsetMs > 0 ? 'ahead of' : 'behind'}`;
}

/**
 * Checks how far one clock is ahead of another.
 * @param whose the subject of the message, as in "The clock of the database"
 * @param others what it is compared with
 * @throws ClockError when that is more than a minute, or less than minus a minute
 */
export function assertClose(whose: string, offsetMs: number, others = 'that of this process'): void {
  const difference = clockDifference(offsetMs);
  if (difference === null) return;
  throw new ClockError(`${whose} is ${difference} ${others}; nothing is deleted until the clocks agree.`);
}

/** @throws ClockError when the clocks of this process and of the database differ by more than a minute */
export async function assertDatabaseClock(processNow?: () => number): Promise<void> {
  assertClose('The clock of the database', await clockOffsetMs(processNow));
}
