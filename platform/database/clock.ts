// The database's clock, which decides when anything expires, and how far the clock of this process is from it.
import { isClockStale, recordClockReading, studioTime } from '@/platform/studio-clock';
import { getPrisma } from './client';
import type { Prisma } from './generated/client';

/**
 * The moment by the database's clock.
 * @param via the transaction that the caller is in: a second connection might be waited for by everybody at once
 */
export async function databaseNow(via: Prisma.TransactionClient = getPrisma()): Promise<Date> {
  const asked = performance.now();
  const [row] = await via.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  if (!row) throw new Error('The database did not say what time it is.');
  recordClockReading(row.now.getTime(), asked);
  return row.now;
}

/**
 * The moment by the database's clock, for what every request asks: read from it once a minute, and by this process's
 * running clock in between.
 * @param via as for `databaseNow`
 */
export async function studioNow(via: Prisma.TransactionClient = getPrisma()): Promise<Date> {
  if (isClockStale()) await databaseNow(via);
  return studioTime();
}

/**
 * How many milliseconds the database's clock is ahead of this process's.
 * @param processNow this process's clock, in milliseconds since 1970
 */
export async function clockOffsetMs(processNow: () => number = Date.now): Promise<number> {
  const before = processNow();
  const answered = await databaseNow();
  const after = processNow();
  return answered.getTime() - (before + after) / 2;
}
