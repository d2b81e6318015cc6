// Asks for the analysis of a stored song, once per content; with the stems where the song has been separated.
import type { Prisma } from '@/platform/database/generated/client';
import { createJob } from '@/platform/job-store';
import { analyseTrackJob } from '@/platform/jobs/analyse-track';
import { separationIds, separationJob } from '@/platform/jobs/separation';
import { chargeUsage, checkLiveJobs, type UsageAccount } from '@/server/usage/usage';

/** The newest finished separation of a content, or null. */
async function findSeparation(tx: Prisma.TransactionClient, sha256: string): Promise<string | null> {
  const done = await tx.job.findFirst({
    where: { name: separationJob.name, state: 'done', id: { startsWith: separationIds.startOf(sha256) } },
    orderBy: { finishedAt: 'desc' },
    select: { id: true },
  });
  return done?.id ?? null;
}

/**
 * Queues the analysis of a content unless it is in progress or done. Call it while the content's lock is
 * held, or while a row marks the content as in use.
 * @returns the id of the job
 * @throws PlanLimitError when the day's analyses are used up, RateLimitError while too many jobs wait
 */
export async function requestAnalysis(
  tx: Prisma.TransactionClient,
  sha256: string,
  requester: UsageAccount,
): Promise<string> {
  const separationId = await findSeparation(tx, sha256);
  const input = { sha256, separationId };
  const id = analyseTrackJob.idOf(input);
  const { queued } = await createJob(tx, analyseTrackJob, { id, input, requestedBy: requester.id });
  if (queued) {
    await chargeUsage(tx, requester, 'analysis');
    await checkLiveJobs(tx, requester);
  }
  return id;
}
