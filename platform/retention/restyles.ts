// Removes stems played with a sound once no strip asks for them or plays them any more.
import { DAY_MS } from '@/contract/durations';
import { removeContent } from '@/platform/content-leases';
import { getPrisma } from '@/platform/database/client';
import { contentOfId } from '@/platform/jobs/content-ids';
import { restyleStemJob } from '@/platform/jobs/restyle-stem';
import { getStorage } from '@/platform/storage';
import { separationPrefix } from '@/platform/storage/keys';
import { removeFolder, type SweepRun, uninterruptedRun } from '../removal/counts';

/** Long enough to go back to what one tried days ago without a wait. */
const UNUSED_MS = 3 * DAY_MS;
const BATCH = 500;

/**
 * Takes the row of a restyle away unless a strip has come to use it; then its files, unless it has come back.
 * @returns the bytes that went, or null when it stays
 */
async function deleteUnused(id: string): Promise<number | null> {
  const gone = await getPrisma().$executeRaw`
    DELETE FROM "Job" WHERE "id" = ${id}
      AND NOT EXISTS (SELECT 1 FROM "Restyle" WHERE "jobId" = ${id} OR "audibleJobId" = ${id})`;
  if (gone === 0) return null;
  const removed = await removeContent(contentOfId(id) ?? '', {
    isUnused: async (tx) => (await tx.job.count({ where: { id } })) === 0,
    remove: () => removeFolder(getStorage(), separationPrefix(id)),
  });
  return removed ?? 0;
}

/** Removes restyles that no strip has used for days. */
export async function sweepRestyles(now: Date, run: SweepRun = uninterruptedRun()): Promise<void> {
  const before = new Date(now.getTime() - UNUSED_MS);
  let after = '';
  for (;;) {
    const old = await getPrisma().$queryRaw<{ id: string }[]>`
      SELECT j."id" FROM "Job" j
      WHERE j."name" = ${restyleStemJob.name} AND j."finishedAt" < ${before} AND j."id" > ${after}
        AND NOT EXISTS (SELECT 1 FROM "Restyle" r WHERE r."jobId" = j."id")
        AND NOT EXISTS (SELECT 1 FROM "Restyle" r WHERE r."audibleJobId" = j."id")
      ORDER BY j."id" LIMIT ${BATCH}`;
    for (const { id } of old) {
      run.signal.throwIfAborted();
      const bytes = await deleteUnused(id);
      if (bytes !== null) run.counts.add(id, bytes);
      after = id;
    }
    if (old.length < BATCH) return;
  }
}
