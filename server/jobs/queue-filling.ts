// Keeps a queue supplied with the jobs whose turn it is, a few at a time, so that turns stay fair.
import type { Prisma } from '@/platform/database/generated/client';
import { fairOrder, type WaitingJob } from '@/platform/job-order';
import type { QueueName } from '@/platform/jobs/define-job';
import { type EnqueuedJobs, jobOfQueueId, queueIdOf, type WorkQueue } from '@/platform/queue';

/** At least this many wait in the queue, so that a worker that finishes never waits for the next job. */
const MIN_WAITING = 2;
/** Places further back than this are not announced when they change. */
const ANNOUNCED = 100;
/** Before the second attempt, and before the third. */
const RETRY_DELAYS_MS = [0, 2_000, 10_000];

/**
 * Takes jobs out of the queue whose rows have ended or gone, before a worker begins them.
 * @returns those that stay
 */
async function dropEnded(
  db: Prisma.TransactionClient,
  queue: WorkQueue,
  carriers: readonly string[],
): Promise<string[]> {
  if (carriers.length === 0) return [];
  const live = await db.job.findMany({
    where: { id: { in: carriers.map(jobOfQueueId) }, state: { in: ['queued', 'running'] } },
    select: { id: true, state: true, attempts: true },
  });
  /** A queued row waits for one queue id; one that runs may be claimed through any. */
  const liveById = new Map(live.map((job) => [job.id, job]));
  const isLive = (queueId: string): boolean => {
    const job = liveById.get(jobOfQueueId(queueId));
    return job !== undefined && (job.state === 'running' || queueId === queueIdOf(job.id, job.attempts));
  };
  for (const queueId of carriers) if (!isLive(queueId)) await queue.drop(queueId);
  return carriers.filter(isLive);
}

/**
 * Fills one queue up, in the order of turns.
 * @param slots how many jobs its live workers do beside each other
 * @returns the waiting jobs from the front, whether enqueued or not
 */
export async function fillQueue(
  db: Prisma.TransactionClient,
  name: QueueName,
  queue: WorkQueue,
  slots: number,
): Promise<WaitingJob[]> {
  const enqueued: EnqueuedJobs = await queue.enqueued();
  const waiting = await dropEnded(db, queue, enqueued.waiting);
  const delayed = await dropEnded(db, queue, enqueued.delayed);
  const known = new Set([...waiting, ...delayed, ...enqueued.active]);
  const room = Math.max(MIN_WAITING, slots) - waiting.length;
  const order = await fairOrder(db, name, Math.max(ANNOUNCED, known.size + room));
  const missing = order
    .map((job) => ({ ...job, queueId: queueIdOf(job.id, job.attempts) }))
    .filter(({ queueId }) => !known.has(queueId))
    .slice(0, Math.max(0, room));
  for (const { queueId, name: jobName, attempts } of missing) {
    await queue.enqueue(queueId, jobName, RETRY_DELAYS_MS[attempts] ?? 0);
  }
  return order.slice(0, ANNOUNCED);
}
