// Removes what is stored of a style sound once nobody has it in their library any more.
import { removeContent } from '@/platform/content-leases';
import { getPrisma } from '@/platform/database/client';
import type { Prisma } from '@/platform/database/generated/client';
import { lockContent } from '@/platform/database/locks';
import { requestCancel } from '@/platform/job-store';
import { grainLibraryJob } from '@/platform/jobs/grain-library';
import { getStorage } from '@/platform/storage';
import { stylePrefix } from '@/platform/storage/keys';
import { removeFolder, type SweepRun, uninterruptedRun } from '../removal/counts';

const BATCH = 500;

/** Takes the job of a library away that no sound refers to; a worker in the middle of it can write nothing any more. */
export async function deleteLibraryJob(tx: Prisma.TransactionClient, jobId: string): Promise<boolean> {
  if ((await tx.styleSound.count({ where: { jobId } })) > 0) return false;
  await requestCancel(jobId, tx);
  await tx.job.deleteMany({ where: { id: jobId } });
  return true;
}

/**
 * Deletes the files of a content that has no rows. Rows go first and in a transaction of their own: a crash in
 * between leaves files without rows, which the daily scan finds, never rows without files.
 * @returns the bytes that went
 */
export async function deleteLibraryFiles(sha256: string): Promise<number> {
  const removed = await removeContent(sha256, {
    isUnused: async (tx) => (await tx.styleSound.count({ where: { sha256 } })) === 0,
    remove: () => removeFolder(getStorage(), stylePrefix(sha256)),
  });
  return removed ?? 0;
}

/** Removes libraries that nobody has any more, as a deleted account leaves them. */
export async function sweepLibraries(_now: Date, run: SweepRun = uninterruptedRun()): Promise<void> {
  let after = '';
  for (;;) {
    const unused = await getPrisma().$queryRaw<{ id: string; input: unknown }[]>`
      SELECT j."id", j."input" FROM "Job" j WHERE j."name" = ${grainLibraryJob.name} AND j."id" > ${after}
        AND NOT EXISTS (SELECT 1 FROM "StyleSound" s WHERE s."jobId" = j."id")
      ORDER BY j."id" LIMIT ${BATCH}`;
    for (const { id, input } of unused) {
      run.signal.throwIfAborted();
      after = id;
      const { sha256 } = grainLibraryJob.input.parse(input);
      const wasUnused = await getPrisma().$transaction(async (tx) => {
        await lockContent(tx, sha256);
        return deleteLibraryJob(tx, id);
      });
      if (wasUnused) run.counts.add(id, await deleteLibraryFiles(sha256));
    }
    if (unused.length < BATCH) return;
  }
}
