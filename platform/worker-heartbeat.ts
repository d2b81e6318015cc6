// The heartbeat of every worker process: one row each, refreshed every few seconds.
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import { z } from 'zod';
import { getPrisma } from './database/client';
import type { Prisma } from './database/generated/client';
import { stuckLoops } from './loop-watch';

export const HEARTBEAT_EVERY_MS = 5_000;
/** A worker that was silent for longer counts as gone, in seconds. */
export const LIVE_WITHIN_S = 20;
const DELETE_AFTER_S = 3_600;

/** What every worker says about itself; each kind adds its own, such as the inference provider. */
const detailsSchema = z
  .object({
    pid: z.number().int(),
    concurrency: z.number().int(),
    /** The loops of the process that do not get on; written by beatWorker. */
    stuck: z.array(z.string()).optional(),
    /** Why it accepts no jobs at the moment, as a message; null while it does. */
    problem: z.string().nullable().optional(),
  })
  .catchall(z.json());
export type WorkerDetails = z.infer<typeof detailsSchema>;

export interface WorkerStatus {
  readonly id: string;
  /** The queue it works for. */
  readonly kind: string;
  readonly details: WorkerDetails;
  readonly alive: boolean;
}

/** Process ids repeat between machines, and between containers nearly always. */
const ownPrefix = (kind: string): string => `${kind}-${os.hostname()}-${process.pid}-`;

/** An id for a worker of this process. */
export const newWorkerId = (kind: string): string => `${ownPrefix(kind)}${randomBytes(3).toString('hex')}`;

/** Whether a worker runs in this process. */
export const isOwnWorker = ({ id, kind }: Pick<WorkerStatus, 'id' | 'kind'>): boolean =>
  id.startsWith(ownPrefix(kind));

/** Writes or refreshes a worker's row, with the loops of this process that are stuck. */
export async function recordWorkerHeartbeat(id: string, kind: string, own: WorkerDetails): Promise<void> {
  const details = { stuck: stuckLoops(), ...own };
  await getPrisma().$executeRaw`
    INSERT INTO "Heartbeat" ("id", "kind", "details", "lastSeen")
    VALUES (${id}, ${kind}, ${JSON.stringify(details)}::jsonb, timezone('UTC', clock_timestamp()))
    ON CONFLICT ("id") DO UPDATE SET "details" = excluded."details", "lastSeen" = excluded."lastSeen"`;
}

/** Takes the row of a worker away that ended in order. */
export async function deleteHeartbeat(id: string): Promise<void> {
  await getPrisma().heartbeat.deleteMany({ where: { id } });
}

/** Takes the rows away of workers that died long ago. */
export async function deleteDeadHeartbeats(tx: Prisma.TransactionClient): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM "Heartbeat"
    WHERE "lastSeen" < timezone('UTC', clock_timestamp()) - make_interval(secs => ${DELETE_AFTER_S})`;
}

/** Every worker with a recent heartbeat, and whether it is still alive. */
export async function listWorkers(): Promise<WorkerStatus[]> {
  const rows = await getPrisma().$queryRaw<WorkerStatus[]>`
    SELECT "id", "kind", "details",
      "lastSeen" > timezone('UTC', clock_timestamp()) - make_interval(secs => ${LIVE_WITHIN_S}) AS "alive"
    FROM "Heartbeat" ORDER BY "kind", "id"`;
  return rows.map((row) => ({ ...row, details: detailsSchema.parse(row.details) }));
}
