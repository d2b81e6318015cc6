// Requests the import of a stored file, once per content, within the user's daily allowance.
import type { JobState, Prisma } from '@/platform/database/generated/client';
import { queueImport } from '@/platform/imported-sources';
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
  const asset = await tx.asset.findUniqueOrThrow({ where: { sha256 } });
  const { id, state, queued } = await queueImport(tx, asset, user.id);
  if (queued) {
    await chargeUsage(tx, user, 'import');
    await checkLiveJobs(tx, user);
  }
  return { id, state };
}
