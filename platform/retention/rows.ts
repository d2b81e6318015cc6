// Removes rows of times long past that no file belongs to, in batches that keep nobody waiting.
import { DAY_MS, HOUR_MS } from '@/contract/durations';
import { getPrisma } from '@/platform/database/client';
import { Prisma } from '@/platform/database/generated/client';
import { type SweepRun, uninterruptedRun } from '../removal/counts';

const ACTIVITY_MS = 180 * DAY_MS;
/** An edit that was delivered is in its document; the row only helps to find out what happened. */
const DELIVERED_MS = 7 * DAY_MS;
/** A spent budget and a lease mean nothing once they are over; an hour keeps clear of any clock. */
const OVER_MS = HOUR_MS;
/** What people have used stands in lists of the last month. */
const USAGE_MS = 40 * DAY_MS;
const BATCH = 5_000;

const ago = (now: Date, ms: number): Date => new Date(now.getTime() - ms);

/** Deletes the rows of a table that fulfil a condition, batch by batch. */
async function deleteRows(table: Prisma.Sql, condition: Prisma.Sql, run: SweepRun): Promise<void> {
  let gone = BATCH;
  while (gone === BATCH) {
    run.signal.throwIfAborted();
    gone = await getPrisma().$executeRaw`
      DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE ${condition} LIMIT ${BATCH}))`;
    run.counts.addRows(gone);
  }
}

/** Deletes activity entries of more than half a year ago. */
export const sweepActivity = (now: Date, run: SweepRun = uninterruptedRun()): Promise<void> =>
  deleteRows(Prisma.sql`"Activity"`, Prisma.sql`"at" < ${ago(now, ACTIVITY_MS)}`, run);

/** Deletes deliveries to shared documents that were made a week ago. */
export const sweepOutbox = (now: Date, run: SweepRun = uninterruptedRun()): Promise<void> =>
  deleteRows(Prisma.sql`"Outbox"`, Prisma.sql`"doneAt" < ${ago(now, DELIVERED_MS)}`, run);

/** Deletes budgets whose window is over. */
export const sweepBudgets = (now: Date, run: SweepRun = uninterruptedRun()): Promise<void> =>
  deleteRows(Prisma.sql`"RateLimit"`, Prisma.sql`"expire" < ${ago(now, OVER_MS).getTime()}::bigint`, run);

/** Deletes leases that nobody renews. */
export const sweepLeases = (now: Date, run: SweepRun = uninterruptedRun()): Promise<void> =>
  deleteRows(Prisma.sql`"Lease"`, Prisma.sql`"expiresAt" < ${ago(now, OVER_MS)}`, run);

/** Deletes the counts of what people used on days long past. */
export const sweepUsage = (now: Date, run: SweepRun = uninterruptedRun()): Promise<void> =>
  deleteRows(Prisma.sql`"Usage"`, Prisma.sql`"day" < ${ago(now, USAGE_MS)}`, run);
