// Removes sets whose time is over, and what sets leave: jobs and files that were handed from one step to the next.
import { DAY_MS } from '@/contract/durations';
import { cancelJobsOf, deleteSetRows } from '@/platform/automix/stop-set';
import { getPrisma } from '@/platform/database/client';
import { getStorage } from '@/platform/storage';
import { setWorkPrefix } from '@/platform/storage/keys';
import { removeFolder, type SweepRun, uninterruptedRun } from '../removal/counts';

/** A set that is being made when its hour is over may end first, but not for ever. */
const LONGEST_MS = DAY_MS;

/** Removes sets whose time is over. */
export async function sweepSets(now: Date, run: SweepRun = uninterruptedRun()): Promise<void> {
  const longAgo = new Date(now.getTime() - LONGEST_MS);
  const over = await getPrisma().$queryRaw<{ id: string }[]>`
    SELECT s."id" FROM "DjSet" s WHERE s."expiresAt" < ${now} AND (s."createdAt" < ${longAgo} OR NOT EXISTS (
      SELECT 1 FROM "DjSetJob" d JOIN "Job" j ON j."id" = d."jobId"
      WHERE d."setId" = s."id" AND j."state" IN ('queued', 'running')))
    ORDER BY s."expiresAt"`;
  for (const { id } of over) {
    run.signal.throwIfAborted();
    await cancelJobsOf(id);
    run.counts.add(id, await deleteSetRows(id));
  }
}

/** Deletes what the jobs of known sets handed to each other, where none of them is at work any more. */
export async function sweepSetWork(_now: Date, run: SweepRun = uninterruptedRun()): Promise<void> {
  const storage = getStorage();
  for await (const { folders } of storage.browse('sets', { deep: false })) {
    const ids = folders.map((folder) => folder.slice('sets/'.length));
    const idle = await getPrisma().$queryRaw<{ id: string }[]>`
      SELECT s."id" FROM "DjSet" s WHERE s."id" = ANY (${ids}::text[]) AND NOT EXISTS (
        SELECT 1 FROM "DjSetJob" d JOIN "Job" j ON j."id" = d."jobId"
        WHERE d."setId" = s."id" AND j."state" IN ('queued', 'running'))`;
    for (const { id } of idle) {
      run.signal.throwIfAborted();
      const bytes = await removeFolder(storage, setWorkPrefix(id));
      if (bytes > 0) run.counts.add(id, bytes);
    }
  }
}
