// Changes the row of a job and publishes the change in one statement, so that neither happens without the other.
import { BUS_CHANNEL, type BusEvent } from './bus-events';
import { Prisma } from './database/generated/client';

type JobChange = Extract<BusEvent, { type: 'job' }>['change'];

export interface JobWrite {
  readonly set: Prisma.Sql;
  readonly where: Prisma.Sql;
  /** Columns to read from the written row. */
  readonly returning?: Prisma.Sql;
  /** What the event says; `state` when absent. */
  readonly change?: JobChange;
}

/** @returns the columns asked for; undefined when no row fits, and nothing was published */
export async function changeJob<Row>(
  db: Prisma.TransactionClient,
  { set, where, returning = Prisma.sql`"id"`, change = 'state' }: JobWrite,
): Promise<Row | undefined> {
  const [row] = await db.$queryRaw<Row[]>`
    WITH written AS (UPDATE "Job" SET ${set} WHERE ${where}
      RETURNING ${returning}, json_build_object(
        'type', 'job', 'jobId', "id", 'name', "name", 'change', ${change}::text)::text AS event)
    SELECT written.*, pg_notify(${BUS_CHANNEL}, written.event)::text FROM written`;
  return row;
}
