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
 * The waiting jobs of a queue in the order of their turns. Everybody's first waiting job comes before anybody's
 * second; a job that runs already counts as a turn taken; among equals, whoever was served longest ago goes first.
 * @param limit how many, from the front
 */
export async function fairOrder(
  db: Prisma.TransactionClient,
  queue: QueueName,
  limit: number,
): Promise<WaitingJob[]> {
  return db.$queryRaw<WaitingJob[]>`
    WITH served AS (
      SELECT coalesce("requestedBy", '') AS person, max("startedAt") AS at,
        count(*) FILTER (WHERE "state" = 'running') AS running
      FROM "Job"
      WHERE "queue" = ${queue} AND "state" <> 'queued'
        AND ("state" = 'running' OR "createdAt" > timezone('UTC', clock_timestamp()) - interval '1 day')
      GROUP BY 1),
    waiting AS (
      SELECT "id", "name", "attempts", "createdAt", coalesce("requestedBy", '') AS person,
        row_number() OVER (PARTITION BY coalesce("requestedBy", '') ORDER BY "createdAt", "id") AS turn
      FROM "Job" WHERE "queue" = ${queue} AND "state" = 'queued'
        AND ("retryAt" IS NULL OR "retryAt" <= timezone('UTC', clock_timestamp())))
    SELECT "id", "name", "attempts",
      (row_number() OVER (ORDER BY turn + coalesce(running, 0), at NULLS FIRST, "createdAt", "id"))::int AS "position"
    FROM waiting LEFT JOIN served USING (person)
    ORDER BY "position" LIMIT ${limit}`;
}
