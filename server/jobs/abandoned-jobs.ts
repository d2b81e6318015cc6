// Finds jobs whose worker has gone silent and requeues them, or fails them with a user message.
import type { Prisma } from '@/platform/database/generated/client';
import { failJob, type JobRun } from '@/platform/job-run';
import { log } from '@/platform/log';

/**
 * A worker sends a heartbeat every five seconds; after this long its job counts as abandoned, in seconds.
 * Longer than a queue takes to notice that a worker has died (16 s), and than a statement on a silent
 * connection takes to fail and be sent again on a new one (21 s); detection and requeuing take up to ten
 * seconds more.
 */
const SILENT_AFTER_S = 35;

const ABANDONED = 'The worker stopped in the middle of this job; please try again.';

/**
 * Ends or requeues the running jobs without a recent heartbeat, whatever the queue says: a worker that lost
 * its connection to the database may keep its place in the queue for ever. Its run can no longer write
 * anything, since the next one begins at another time.
 */
export async function requeueAbandonedJobs(db: Prisma.TransactionClient): Promise<void> {
  const silent = await db.$queryRaw<JobRun[]>`
    SELECT "id" AS "jobId", "name", "input", "attempts" AS "attempt", "interruptions", "startedAt"::text AS "begun"
    FROM "Job" WHERE "state" = 'running'
      AND "heartbeatAt" < timezone('UTC', clock_timestamp()) - make_interval(secs => ${SILENT_AFTER_S})`;
  for (const run of silent) {
    const state = await failJob(run, ABANDONED, { retry: true });
    if (state) log.warn({ jobId: run.jobId, attempt: run.attempt, state }, 'A job had lost its worker.');
  }
}
