// Finds jobs whose worker is gone for good and gives them back, or tells the person why they ended.
import type { Prisma } from '@/server/shared/database/generated/client';
import { failJob, type JobRun } from '@/server/shared/job-run';
import type { QueueName } from '@/server/shared/jobs/define-job';
import { getQueue } from '@/server/shared/queue';

/** A worker gives a sign of life every five seconds; after this long its job counts as abandoned, in seconds. */
const SILENT_AFTER_S = 30;

const ABANDONED = 'The worker stopped in the middle of this job; please try again.';

/**
 * Ends or requeues the running jobs that no worker holds. A job that the queue still carries is left alone: the
 * queue hands it to another worker by itself.
 */
export async function healAbandonedJobs(db: Prisma.TransactionClient): Promise<void> {
  const silent = await db.$queryRaw<(JobRun & { queue: QueueName })[]>`
    SELECT "id" AS "jobId", "name", "queue", "input", "attempts" AS "attempt", "setbacks", "startedAt"::text AS "begun"
    FROM "Job" WHERE "state" = 'running'
      AND "heartbeatAt" < timezone('UTC', clock_timestamp()) - make_interval(secs => ${SILENT_AFTER_S})`;
  for (const queue of new Set(silent.map((run) => run.queue))) {
    const { waiting, delayed, active } = await getQueue(queue).carried();
    const carried = new Set([...waiting, ...delayed, ...active]);
    for (const run of silent) {
      if (run.queue === queue && !carried.has(run.jobId)) await failJob(run, ABANDONED, { retry: true });
    }
  }
}
