// Asks for the analysis of a stored song, once per content; with the stems where the song has been separated.
import { LONGEST_TRACK_S } from '@/contract/set-limits';
import type { Asset, Prisma } from '@/platform/database/generated/client';
import { createJob } from '@/platform/job-store';
import { analyseTrackJob } from '@/platform/jobs/analyse-track';
import { separationIds, separationJob } from '@/platform/jobs/separation';
import { chargeUsage, checkLiveJobs, type UsageAccount } from '@/server/usage/usage';

type Transaction = Prisma.TransactionClient;

/** The newest finished separation of a content, or null. */
async function findSeparation(tx: Transaction, sha256: string): Promise<string | null> {
  const done = await tx.job.findFirst({
    where: { name: separationJob.name, state: 'done', id: { startsWith: separationIds.startOf(sha256) } },
    orderBy: { finishedAt: 'desc' },
    select: { id: true },
  });
  return done?.id ?? null;
}

async function queueAnalysis(tx: Transaction, sha256: string, requestedBy: string) {
  const input = { sha256, separationId: await findSeparation(tx, sha256) };
  const id = analyseTrackJob.idOf(input);
  const { queued } = await createJob(tx, analyseTrackJob, { id, input, requestedBy });
  return { id, queued };
}

/**
 * Queues the analysis of a content unless it is in progress or done. Call it while the content's lock is
 * held, or while a row marks the content as in use.
 * @returns the id of the job
 * @throws PlanLimitError when the day's analyses are used up, RateLimitError while too many jobs wait
 */
export async function requestAnalysis(
  tx: Transaction,
  sha256: string,
  requester: UsageAccount,
): Promise<string> {
  const { id, queued } = await queueAnalysis(tx, sha256, requester.id);
  if (queued) {
    await chargeUsage(tx, requester, 'analysis');
    await checkLiveJobs(tx, requester);
  }
  return id;
}

/**
 * The same for the song of a session, which always has its beats: it costs none of the day's analyses, which are those of
 * sets, and refuses nobody their song.
 * @returns the id of the job, or null for a song that is too long to be analysed
 */
export async function requestSongAnalysis(
  tx: Transaction,
  { sha256, durationS }: Pick<Asset, 'sha256' | 'durationS'>,
  userId: string,
): Promise<string | null> {
  return durationS > LONGEST_TRACK_S ? null : (await queueAnalysis(tx, sha256, userId)).id;
}
