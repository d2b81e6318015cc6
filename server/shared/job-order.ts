// Whose job comes next: people take turns in a queue, and within a person the oldest job goes first.
import type { Prisma } from './database/generated/client';
import type { QueueName } from './jobs/define-job';

export interface WaitingJob {
  readonly id: string;
  readonly name: string;
  readonly attempts: number;
  /** 1 for the next one. */
  readonly position: number;
}

/**
 * The waiting jobs of a queue in the order of their turns. A person's jobs that run already count as turns taken,
 * so somebody with one job never waits behind all of somebody else's.
 * @param limit how many, from the front
 */
export async function fairOrder(
  db: Prisma.TransactionClient,
  queue: QueueName,
  limit: number,
): Promise<WaitingJob[]> {
  return db.$queryRaw<WaitingJob[]>`
    WITH busy AS (
      SELECT coalesce("requestedBy", '') AS person, count(*) AS turns FROM "Job"
      WHERE "queue" = ${queue} AND "state" = 'running' GROUP BY 1),
    waiting AS (
      SELECT "id", "name", "attempts", "createdAt", coalesce("requestedBy", '') AS person,
        row_number() OVER (PARTITION BY coalesce("requestedBy", '') ORDER BY "createdAt", "id") AS turn
      FROM "Job" WHERE "queue" = ${queue} AND "state" = 'queued')
    SELECT waiting."id", "name", "attempts",
      (row_number() OVER (ORDER BY turn + coalesce(busy.turns, 0), "createdAt", waiting."id"))::int AS "position"
    FROM waiting LEFT JOIN busy USING (person)
    ORDER BY "position" LIMIT ${limit}`;
}
