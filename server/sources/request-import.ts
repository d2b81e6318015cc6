// Requests the import of a stored file, once per content, within the user's daily allowance.
import type { JobState, Prisma } from '@/platform/database/generated/client';
import { createJob } from '@/platform/job-store';
import { importSourceJob } from '@/platform/jobs/import-source';
import { chargeUsage, checkLiveJobs, type UsageAccount } from '@/server/usage/usage';

export interface RequestedImport {
  readonly id: string;
  readonly state: JobState;
}

/**
 * Queues the import of a content unless it is under way or done: a file that somebody imported before costs nothing and
 * does not count. Call it while the lock of the content is held.
 * @throws PlanLimitError when the plan's imports of the day are used up, RateLimitError while too many jobs wait
 */
export async function requestImport(
  tx: Prisma.TransactionClient,
  user: UsageAccount,
  sha256: string,
): Promise<RequestedImport> {
  const { durationS } = await tx.asset.findUniqueOrThrow({ where: { sha256 }, select: { durationS: true } });
  const id = importSourceJob.idOf({ sha256 });
  const input = { sha256, durationS };
  const { state, queued } = await createJob(tx, importSourceJob, { id, input, requestedBy: user.id });
  if (queued) {
    await chargeUsage(tx, user, 'import');
    await checkLiveJobs(tx, user);
  }
  return { id, state };
}
