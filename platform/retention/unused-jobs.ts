// Deletes the rows of jobs that have ended and that nothing refers to any more.
import { getPrisma } from '@/platform/database/client';
import { Prisma } from '@/platform/database/generated/client';
import { ALL_JOBS } from '@/platform/jobs/all-jobs';
import { type SweepRun, uninterruptedRun } from '../removal/counts';

const BATCH = 5_000;

/** The names of the jobs that each table keeps, from their descriptors. */
const NAMES_OF_TABLE: ReadonlyMap<string, readonly string[]> = ALL_JOBS.reduce(
  (names, { name, retention }) => {
    if (retention.until !== 'unreferenced') return names;
    return names.set(retention.table, [...(names.get(retention.table) ?? []), name]);
  },
  new Map<string, readonly string[]>(),
);

/**
 * Deletes the ended jobs of these names that no row of the table refers to, batch by batch in the order of their ids.
 */
async function deleteUnusedJobs(table: string, names: readonly string[], run: SweepRun): Promise<void> {
  // NOT EXISTS is one pass over two indexes, whatever their size.
  const isUnused = Prisma.sql`NOT EXISTS (SELECT 1 FROM ${Prisma.raw(table)} WHERE "jobId" = j."id")`;
  let after = '';
  for (;;) {
    run.signal.throwIfAborted();
    const found = await getPrisma().$queryRaw<{ id: string }[]>`
      SELECT j."id" FROM "Job" j
      WHERE j."name" = ANY (${names}::text[]) AND j."state" IN ('done', 'failed', 'cancelled')
        AND j."id" > ${after} AND ${isUnused}
      ORDER BY j."id" LIMIT ${BATCH}`;
    const ids = found.map(({ id }) => id);
    if (ids.length === 0) return;
    const gone = await getPrisma().$executeRaw`
      DELETE FROM "Job" j WHERE j."id" = ANY (${ids}::text[]) AND j."state" IN ('done', 'failed', 'cancelled')
        AND ${isUnused}`;
    run.counts.addRows(gone);
    if (ids.length < BATCH) return;
    after = ids.at(-1) ?? '';
  }
}

/** Deletes the ended jobs whose row in the table that keeps them is gone. */
export async function sweepUnusedJobs(_now: Date, run: SweepRun = uninterruptedRun()): Promise<void> {
  for (const [table, names] of NAMES_OF_TABLE) await deleteUnusedJobs(table, names, run);
}
