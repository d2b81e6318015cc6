// Keeps a queue supplied with the jobs whose turn it is, a few at a time, so that turns stay fair.
import type { Prisma } from '@/platform/database/generated/client';
import { fairOrder, type WaitingJob } from '@/platform/job-order';
import type { QueueName } from '@/platform/jobs/define-job';
import { type CarriedJobs, carrierOf, jobOfCarrier, type WorkQueue } from '@/platform/queue';

/** At least this many wait in the queue, so that a worker that finishes never waits for the next job. */
const LEAST_WAITING = 2;
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
    where: { id: { in: carriers.map(jobOfCarrier) }, state: { in: ['queued', 'running'] } },
    select: { id: true, state: true, attempts: true },
  });
  /** A queued row waits for one carrier; one that runs may be taken over through any. */
  const liveById = new Map(live.map((job) => [job.id, job]));
  const isLive = (carrier: string): boolean => {
    const job = liveById.get(jobOfCarrier(carrier));
    return job !== undefined && (job.state === 'running' || carrier === carrierOf(job.id, job.attempts));
  };
  for (const carrier of carriers) if (!isLive(carrier)) await queue.drop(carrier);
  return carriers.filter(isLive);
}

/**
 * Fills one queue up, in the order of turns.
 * @param slots how many jobs its live workers do beside each other
 * @returns the waiting jobs from the front, whether carried or not
 */
export async function fillQueue(
  db: Prisma.TransactionClient,
  name: QueueName,
  queue: WorkQueue,
  slots: number,
): Promise<WaitingJob[]> {
  const carried: CarriedJobs = await queue.carried();
  const waiting = await dropEnded(db, queue, carried.waiting);
  const delayed = await dropEnded(db, queue, carried.delayed);
  const known = new Set([...waiting, ...delayed, ...carried.active]);
  const room = Math.max(LEAST_WAITING, slots) - waiting.length;
  const order = await fairOrder(db, name, Math.max(ANNOUNCED, known.size + room));
  const missing = order
    .map((job) => ({ ...job, carrier: carrierOf(job.id, job.attempts) }))
    .filter(({ carrier }) => !known.has(carrier))
    .slice(0, Math.max(0, room));
  for (const { carrier, name: jobName, attempts } of missing) {
    await queue.carry(carrier, jobName, RETRY_DELAYS_MS[attempts] ?? 0);
  }
  return order.slice(0, ANNOUNCED);
}
