// Asking for jobs and calling them off: the row in `Job` that every job begins with.
import type { z } from 'zod';
import { publish } from './bus';
import { getPrisma } from './database/client';
import { type JobState, Prisma } from './database/generated/client';
import { changeJob } from './job-change';
import type { KnownJob } from './jobs/all-jobs';

export { type JobView, jobQueuePosition, jobView, listLiveJobs } from './job-view';

export interface JobRequest<Input> {
  /** Deterministic where the same input must not run twice; no colon, not digits alone. */
  readonly id: string;
  readonly input: Input;
  /** Whose turn in the queue it takes: the id of the person, or null for the studio itself. */
  readonly requestedBy: string | null;
}

export interface RequestedJob {
  readonly state: JobState;
  /** True when this call queued the job: it is new, or it had failed or been cancelled and runs again. */
  readonly queued: boolean;
}

const JOB_ID = /^(?=.*[^0-9])[A-Za-z0-9_-]{1,200}$/;

/**
 * Queues a job unless one with this id is waiting, running or done already.
 *
 * Call it before anything that depends on the job's state is written in the same transaction: it locks the row, so
 * the job cannot finish unseen until the transaction ends. When it answers `done`, the result is there to be used.
 * @throws z.ZodError when the input does not fit the descriptor
 */
export async function createJob<Job extends KnownJob>(
  tx: Prisma.TransactionClient,
  job: Job,
  { id, input, requestedBy }: JobRequest<z.input<Job['input']>>,
): Promise<RequestedJob> {
  if (!JOB_ID.test(id)) throw new RangeError(`${JSON.stringify(id)} is not a job id.`);
  const checked = JSON.stringify(job.input.parse(input));
  const written = await tx.$queryRaw<unknown[]>`
    INSERT INTO "Job" ("id", "name", "queue", "input", "requestedBy", "createdAt")
    VALUES (${id}, ${job.name}, ${job.queue}, ${checked}::jsonb, ${requestedBy},
      timezone('UTC', clock_timestamp()))
    ON CONFLICT ("id") DO UPDATE SET
      "input" = excluded."input", "requestedBy" = excluded."requestedBy", "createdAt" = excluded."createdAt",
      "state" = 'queued', "stage" = 'queued', "progress" = 0, "etaS" = NULL, "attempts" = 0, "interruptions" = 0, "retryAt" = NULL, "cancelAsked" = false,
      "result" = NULL, "error" = NULL, "startedAt" = NULL, "finishedAt" = NULL, "heartbeatAt" = NULL
    WHERE "Job"."state" IN ('failed', 'cancelled')
    RETURNING "id"`;
  if (written.length > 0) {
    await publish({ type: 'job', jobId: id, name: job.name }, tx);
    return { state: 'queued', queued: true };
  }
  const { state } = await tx.job.findUniqueOrThrow({ where: { id }, select: { state: true } });
  return { state, queued: false };
}

/**
 * Cancels a job, waiting or running. The row is final at once; a worker that is running it is notified within
 * moments, stops, and can no longer write anything.
 * @returns false when the job does not exist or has ended already
 */
export async function requestCancel(
  id: string,
  tx: Prisma.TransactionClient = getPrisma(),
): Promise<boolean> {
  const changed = await changeJob(tx, {
    set: Prisma.sql`"state" = 'cancelled', "stage" = 'cancelled', "cancelAsked" = true, "etaS" = NULL,
      "partialResult" = NULL, "finishedAt" = timezone('UTC', clock_timestamp())`,
    where: Prisma.sql`"id" = ${id} AND "state" IN ('queued', 'running')`,
  });
  return changed !== undefined;
}
