// Removes a project with everything that is its own; what other projects share stays.

import { publish } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import type { Prisma } from '@/platform/database/generated/client';
import { requestCancel } from '@/platform/job-store';
import { log } from '@/platform/log';
import { removeFolder, removeObject } from '@/platform/removal/counts';
import { getStorage } from '@/platform/storage';
import { coverKey, mixKey, setPrefix } from '@/platform/storage/keys';

type Transaction = Prisma.TransactionClient;

/** Cancels the imports, and the analysis of the song, that nothing else waits for. */
async function cancelOwnContentJobs(tx: Transaction, projectId: string): Promise<void> {
  const ofThisAlone = { some: { projectId }, none: { projectId: { not: projectId } } };
  const own = await tx.job.findMany({
    where: {
      state: { in: ['queued', 'running'] },
      OR: [
        { sources: ofThisAlone },
        { analysedSongs: ofThisAlone, tracks: { none: {} }, djSets: { none: {} } },
      ],
    },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  for (const { id } of own) await requestCancel(id, tx);
}

/** Cancels what only this project was waiting for. */
async function cancelOwnJobs(tx: Transaction, projectId: string): Promise<void> {
  const mixes = await tx.mix.findMany({ where: { projectId }, select: { jobId: true } });
  for (const { jobId } of mixes) await requestCancel(jobId, tx);
  await cancelOwnContentJobs(tx, projectId);
  const song = await tx.song.findUnique({ where: { projectId } });
  if (!song) return;
  const others = await tx.song.count({
    where: { separationId: song.separationId, projectId: { not: projectId } },
  });
  if (others === 0) await requestCancel(song.separationId, tx);
}

export interface DeleteOptions {
  /** Leaves a project alone that does not end before this moment, because somebody has just used it again */
  readonly endedBefore?: Date;
}

/** Locks the project; false when it is gone or not yet at its end. */
async function lockDeletable(
  tx: Transaction,
  projectId: string,
  { endedBefore }: DeleteOptions,
): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ expiresAt: Date | null }[]>`
    SELECT "expiresAt" FROM "Project" WHERE "id" = ${projectId} FOR UPDATE`;
  if (!row) return false;
  return !endedBefore || (row.expiresAt !== null && row.expiresAt < endedBefore);
}

/**
 * Deletes a project's rows in one transaction, then the files of its exports and sets. The stored song, imported files and their stems
 * go to the sweeper, which knows whether another project uses them; it also takes what a crash here would leave.
 * @returns false when the project was gone already, or stays
 */
export async function deleteProject(projectId: string, options: DeleteOptions = {}): Promise<boolean> {
  const removed = await getPrisma().$transaction(async (tx) => {
    if (!(await lockDeletable(tx, projectId, options))) return null;
    const mixes = await tx.mix.findMany({ where: { projectId } });
    const sets = await tx.djSet.findMany({ where: { projectId }, select: { id: true } });
    await cancelOwnJobs(tx, projectId);
    await tx.outbox.deleteMany({ where: { projectId } });
    await tx.project.delete({ where: { id: projectId } });
    await publish({ type: 'project-deleted', projectId }, tx);
    return { mixes, sets };
  });
  if (!removed) return false;
  const storage = getStorage();
  let bytes = await removeObject(storage, coverKey(projectId));
  for (const { id, format } of removed.mixes) bytes += await removeObject(storage, mixKey(id, format));
  for (const { id } of removed.sets) bytes += await removeFolder(storage, setPrefix(id));
  const counts = { exports: removed.mixes.length, sets: removed.sets.length };
  log.info(
    { projectId, ...counts, bytes, expired: options.endedBefore !== undefined },
    'A project was deleted.',
  );
  return true;
}
