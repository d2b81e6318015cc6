// Asks for the stems of a content, once per content and model, within the person's daily allowance.
import { lockAccount } from '@/server/database-locks';
import { checkUploadsToday } from '@/server/plan-checks';
import type { ProjectOwner } from '@/server/projects/new-project';
import type { JobState, Prisma } from '@/server/shared/database/generated/client';
import { createJob } from '@/server/shared/job-store';
import { type SeparationInput, separationId, separationJob } from '@/server/shared/jobs/separation';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface RequestedSeparation {
  readonly id: string;
  readonly state: JobState;
}

/** How many separations the person set off in the last 24 hours; the sweeper keeps their rows for longer. */
async function countToday(tx: Prisma.TransactionClient, userId: string): Promise<number> {
  const since = new Date(Date.now() - DAY_MS);
  return tx.job.count({
    where: { name: separationJob.name, requestedBy: userId, createdAt: { gt: since } },
  });
}

/**
 * Queues the separation of a stored content unless it is under way or done: a song that somebody separated before
 * costs nothing and does not count.
 * @throws PlanLimitError when the plan's songs of the day are used up
 */
export async function requestSeparation(
  tx: Prisma.TransactionClient,
  user: ProjectOwner,
  input: SeparationInput,
): Promise<RequestedSeparation> {
  await lockAccount(tx, user.id);
  const before = await countToday(tx, user.id);
  const id = separationId(input.sha256, input.modelId);
  const { state, queued } = await createJob(tx, separationJob, {
    id,
    input,
    requestedBy: user.id,
  });
  if (queued) checkUploadsToday(user.plan, before);
  return { id, state };
}
