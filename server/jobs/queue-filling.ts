// Keeps a queue supplied with the jobs whose turn it is, a few at a time, so that turns stay fair.
import type { Prisma } from '@/server/shared/database/generated/client';
import { fairOrder, type WaitingJob } from '@/server/shared/job-order';
import type { QueueName } from '@/server/shared/jobs/define-job';
import type { CarriedJobs, WorkQueue } from '@/server/shared/queue';

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
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return [];
  const live = await db.job.findMany({
    where: { id: { in: [...ids] }, state: { in: ['queued', 'running'] } },
    select: { id: true },
  });
  const liveIds = new Set(live.map((job) => job.id));
  for (const id of ids) if (!liveIds.has(id)) await queue.drop(id);
  return ids.filter((id) => liveIds.has(id));
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
  const missing = order.filter((job) => !known.has(job.id)).slice(0, Math.max(0, room));
  for (const job of missing) await queue.carry(job.id, job.name, RETRY_DELAYS_MS[job.attempts] ?? 0);
  return order.slice(0, ANNOUNCED);
}
