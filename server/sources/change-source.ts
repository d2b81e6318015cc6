// Tries a failed import again, and calls off one that is not done.
import { publish } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import type { JobState, Prisma, Source } from '@/platform/database/generated/client';
import { lockContent } from '@/platform/database/locks';
import { publishSource } from '@/platform/imported-sources';
import { requestCancel } from '@/platform/job-store';
import { ConflictError, NotFoundError } from '@/server/errors';
import type { UsageAccount } from '@/server/usage/usage';
import { requestImport } from './request-import';

type Transaction = Prisma.TransactionClient;

/** A source of this project and the state of its import, which neither ends nor begins before the transaction does. */
async function lockSource(
  tx: Transaction,
  projectId: string,
  id: string,
): Promise<{ readonly source: Source; readonly state: JobState | undefined }> {
  const found = await tx.source.findFirst({ where: { id, projectId } });
  if (!found) throw new NotFoundError('source');
  await lockContent(tx, found.sha256);
  // Whoever held the lock before may have removed it, or asked for its import anew.
  const source = await tx.source.findUnique({ where: { id } });
  if (!source) throw new NotFoundError('source');
  const [job] = await tx.$queryRaw<{ state: JobState }[]>`
    SELECT "state" FROM "Job" WHERE "id" = ${source.jobId} FOR UPDATE`;
  return { source, state: job?.state };
}

/**
 * Queues an import again that failed or was cancelled.
 * @throws NotFoundError when the project has no such source, ConflictError when there is nothing to retry
 */
export async function retryImport(user: UsageAccount, projectId: string, id: string): Promise<void> {
  await getPrisma().$transaction(async (tx) => {
    const { source, state } = await lockSource(tx, projectId, id);
    if (state !== 'failed' && state !== 'cancelled') {
      throw new ConflictError('Only an import that failed can be tried again.');
    }
    const { id: jobId, state: now } = await requestImport(tx, user, source.sha256);
    const updated = await tx.source.update({ where: { id }, data: { jobId } });
    if (now === 'done') await publishSource(tx, updated);
  });
}

/**
 * Removes a source that is not imported yet; its job is cancelled unless another project waits for it.
 * @throws NotFoundError when the project has no such source, ConflictError when it is ready
 */
export async function removeSource(projectId: string, id: string): Promise<void> {
  await getPrisma().$transaction(async (tx) => {
    const { source, state } = await lockSource(tx, projectId, id);
    if (state === 'done') {
      throw new ConflictError('This file is imported and part of the mix; remove it there instead.');
    }
    await tx.source.delete({ where: { id } });
    const { jobId } = source;
    if ((await tx.source.count({ where: { jobId } })) === 0) await requestCancel(jobId, tx);
    await publish({ type: 'sources', projectId }, tx);
  });
}
