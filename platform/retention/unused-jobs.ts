// Deletes the rows of jobs that have ended and that nothing refers to any more.
import { getPrisma } from '@/platform/database/client';
import { Prisma } from '@/platform/database/generated/client';
import type { SweepRun } from './tally';

const BATCH = 5_000;

/** What keeps a job: NOT EXISTS is one pass over two indexes, whatever their size. */
const UNUSED = {
  mix: Prisma.sql`NOT EXISTS (SELECT 1 FROM "Mix" WHERE "jobId" = j."id")`,
  set: Prisma.sql`NOT EXISTS (SELECT 1 FROM "DjSetJob" WHERE "jobId" = j."id")`,
} as const;

/** Deletes the ended jobs of these names that no row of the kind refers to, batch by batch in the order of their ids. */
export async function deleteUnusedJobs(
  names: readonly string[],
  kind: keyof typeof UNUSED,
  run: SweepRun,
): Promise<void> {
  let after = '';
  for (;;) {
    run.signal.throwIfAborted();
    const found = await getPrisma().$queryRaw<{ id: string }[]>`
      SELECT j."id" FROM "Job" j
      WHERE j."name" = ANY (${names}::text[]) AND j."state" IN ('done', 'failed', 'cancelled')
        AND j."id" > ${after} AND ${UNUSED[kind]}
      ORDER BY j."id" LIMIT ${BATCH}`;
    const ids = found.map(({ id }) => id);
    if (ids.length === 0) return;
    const gone = await getPrisma().$executeRaw`
      DELETE FROM "Job" j WHERE j."id" = ANY (${ids}::text[]) AND j."state" IN ('done', 'failed', 'cancelled')
        AND ${UNUSED[kind]}`;
    run.tally.addRows(gone);
    if (ids.length < BATCH) return;
    after = ids.at(-1) ?? '';
  }
}
