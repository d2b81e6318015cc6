// Removes uploaded files and what was made of them once no project uses them.
import { HOUR_MS } from '@/contract/durations';
import { removeContent } from '@/platform/content-leases';
import { IS_UNUSED_CONTENT, UNUSED_CONTENT } from '@/platform/content-use';
import { getPrisma } from '@/platform/database/client';
import { Prisma } from '@/platform/database/generated/client';
import { lockContent } from '@/platform/database/locks';
import { requestCancel } from '@/platform/job-store';
import { ALL_JOBS, jobNamed } from '@/platform/jobs/all-jobs';
import type { StoredOutput } from '@/platform/jobs/define-job';
import { getStorage } from '@/platform/storage';
import { uploadKey } from '@/platform/storage/keys';
import { removeFolder, removeObject, type SweepRun, uninterruptedRun } from '../removal/counts';

/** An unused song stays for more than a day: it may come again, and its job counts against the day's uploads. */
const UNUSED_MS = 25 * HOUR_MS;
/** A worker whose job was cancelled may still be writing for a moment. */
const SETTLED_MS = 10 * 60 * 1000;
const BATCH = 500;

/** Unused for a day or more, of an `Asset` that the query calls a. */
const unusedSince = (now: Date): Prisma.Sql =>
  Prisma.sql`a."createdAt" < ${new Date(now.getTime() - UNUSED_MS)} AND ${IS_UNUSED_CONTENT}`;

type Transaction = Prisma.TransactionClient;

const CONTENT_JOBS = ALL_JOBS.flatMap(({ retention }) =>
  retention.until === 'content-unused' ? [retention] : [],
);

/** The separations, analyses and import of a content and everything that was made of its stems. */
const jobsOf = (sha256: string): Prisma.JobWhereInput => ({
  OR: CONTENT_JOBS.map(({ ids }) => ({ id: { startsWith: ids.startOf(sha256) } })),
});

/** What a job of a content has stored under its id. */
function outputOf({ id, name }: { readonly id: string; readonly name: string }): StoredOutput[] {
  const retention = jobNamed(name)?.retention;
  return retention?.until === 'content-unused' ? [retention.output(id)] : [];
}

/** Whether no job of this content is running or has just ended; running ones are cancelled. */
async function isSettled(tx: Transaction, sha256: string, now: Date): Promise<boolean> {
  const jobs = await tx.job.findMany({ where: jobsOf(sha256) });
  for (const { id } of jobs) await requestCancel(id, tx);
  const settled = now.getTime() - SETTLED_MS;
  return jobs.every(({ finishedAt }) => finishedAt !== null && finishedAt.getTime() < settled);
}

/**
 * Takes the rows of an unused content away, unless it has come into use or is being worked on.
 * @returns what its jobs have stored, or null when it stays
 */
async function deleteContentRow(sha256: string, now: Date): Promise<StoredOutput[] | null> {
  return getPrisma().$transaction(async (tx) => {
    await lockContent(tx, sha256);
    if ((await tx.asset.count({ where: { sha256, NOT: UNUSED_CONTENT } })) > 0) return null;
    if (!(await isSettled(tx, sha256, now))) return null;
    const jobs = await tx.job.findMany({ where: jobsOf(sha256), select: { id: true, name: true } });
    await tx.job.deleteMany({ where: jobsOf(sha256) });
    await tx.asset.deleteMany({ where: { sha256 } });
    return jobs.flatMap(outputOf);
  });
}

/**
 * Deletes the stored file and stems of a content that has no rows. Rows go first and in a transaction of their own:
 * a crash in between leaves files without rows, which the daily scan finds, never rows without files.
 * @returns the bytes that went
 */
async function deleteFiles(sha256: string, outputs: readonly StoredOutput[]): Promise<number> {
  const storage = getStorage();
  const removed = await removeContent(sha256, {
    isUnused: async (tx) => (await tx.asset.count({ where: { sha256 } })) === 0,
    async remove() {
      let bytes = await removeObject(storage, uploadKey(sha256));
      for (const output of outputs) {
        bytes +=
          'object' in output
            ? await removeObject(storage, output.object)
            : await removeFolder(storage, output.folder);
      }
      return bytes;
    },
  });
  return removed ?? 0;
}

const unusedAfter = (after: string, now: Date): Promise<{ sha256: string }[]> =>
  getPrisma().$queryRaw<{ sha256: string }[]>`
    SELECT a."sha256" FROM "Asset" a WHERE ${unusedSince(now)} AND a."sha256" > ${after}
    ORDER BY a."sha256" LIMIT ${BATCH}`;

/** How many contents have been unused for more than a day, of how many. */
export async function countUnusedContents(now: Date): Promise<{ deletable: number; total: number }> {
  const [row] = await getPrisma().$queryRaw<{ deletable: bigint }[]>`
    SELECT count(*) AS taken FROM "Asset" a WHERE ${unusedSince(now)}`;
  const deletable = Number(row?.deletable ?? 0);
  return { deletable, total: deletable === 0 ? 0 : await getPrisma().asset.count() };
}

/** Removes contents that no song has used for more than a day. */
export async function sweepContents(now: Date, run: SweepRun = uninterruptedRun()): Promise<void> {
  for (let after = ''; ; ) {
    const unused = await unusedAfter(after, now);
    for (const { sha256 } of unused) {
      run.signal.throwIfAborted();
      after = sha256;
      const outputs = await deleteContentRow(sha256, now);
      if (outputs) run.counts.add(sha256, await deleteFiles(sha256, outputs));
    }
    if (unused.length < BATCH) return;
  }
}
