// Requests the separation of a content, once per content and model, within the user's daily allowance.

import type { JobState, Prisma } from '@/platform/database/generated/client';
import { createJob } from '@/platform/job-store';
import { type SeparationInput, separationJob } from '@/platform/jobs/separation';
import type { ProjectOwner } from '@/server/projects/new-project';
import { chargeUsage, checkLiveJobs } from '@/server/usage/usage';

export interface RequestedSeparation {
  readonly id: string;
  readonly state: JobState;
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
  const id = separationJob.idOf(input);
  const { state, queued } = await createJob(tx, separationJob, {
    id,
    input,
    requestedBy: user.id,
  });
  if (queued) {
    await chargeUsage(tx, user, 'separation');
    await checkLiveJobs(tx, user);
  }
  return { id, state };
}
