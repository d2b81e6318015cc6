// One run of a job by one worker: taking it, showing progress, and writing its outcome exactly once.
import { getPrisma } from './database/client';
import { type JobState, Prisma } from './database/generated/client';
import { changeJob } from './job-change';
import type { StoredPartialStems } from './jobs/separation';

/** A job that failed this often, or took its worker down this often, is not tried again. */
export const MAX_ATTEMPTS = 3;

const INTERRUPTED_TOO_OFTEN = 'The work broke off several times, so it is not tried again by itself.';

/**
 * The right to write to a job's row. A later run of the same job, a cancellation or a revival takes it away: every
 * write below then changes nothing and says so, and the first outcome stands.
 */
export interface JobRun {
  readonly jobId: string;
  readonly name: string;
  /** As it was stored; the processor's contract checks it again. */
  readonly input: unknown;
  /** 1 for the first. */
  readonly attempt: number;
  /** How often it was postponed or requeued before. */
  readonly interruptions: number;
  /** When this run began, as the database wrote it: it distinguishes runs of one job. */
  readonly begun: string;
}

export interface JobProgress {
  /** A word or two for the person, such as `separating`. */
  readonly stage: string;
  /** 0 to 1. */
  readonly progress: number;
  /** Estimated seconds left, when the processor knows. */
  readonly etaS?: number;
  /** The part of a growing result that can be played already. */
  readonly partialResult?: StoredPartialStems;
}

/** The clock of the database, so that the clocks of several machines never meet in one comparison. */
const NOW = Prisma.sql`timezone('UTC', clock_timestamp())`;

/** Never the beginning of the previous run: a row stores milliseconds, and two runs may begin within one. */
const NEXT_BEGINNING = Prisma.sql`GREATEST(${NOW}, "startedAt" + interval '1 millisecond')`;

const ownRow = (run: JobRun): Prisma.Sql =>
  Prisma.sql`"id" = ${run.jobId} AND "state" = 'running' AND "startedAt" = ${run.begun}::timestamp(3)`;

const changeOwn = async (
  run: JobRun,
  set: Prisma.Sql,
  { db = getPrisma() as Prisma.TransactionClient, change = 'state' as 'state' | 'progress' } = {},
): Promise<boolean> => (await changeJob(db, { set, where: ownRow(run), change })) !== undefined;

/**
 * Claims a job that a queue delivered. A row that says `running` belongs to a worker that lost its job, if
 * that one has been silent for `silentMs`; while it sends heartbeats it keeps the job, whatever the queue
 * says.
 * @returns null when there is nothing to do: the row is deleted, has ended, is being worked on, or has no
 * attempts left
 */
export async function claimJob(jobId: string, silentMs = 0): Promise<JobRun | null> {
  const run = await changeJob<JobRun>(getPrisma(), {
    set: Prisma.sql`"state" = 'running', "stage" = 'starting', "progress" = 0, "etaS" = NULL, "error" = NULL,
      "attempts" = "attempts" + 1, "startedAt" = ${NEXT_BEGINNING}, "heartbeatAt" = ${NOW}`,
    where: Prisma.sql`"id" = ${jobId} AND ("state" = 'queued' OR ("state" = 'running'
      AND "heartbeatAt" <= ${NOW} - make_interval(secs => ${silentMs / 1000})))`,
    returning: Prisma.sql`"id" AS "jobId", "name", "input", "attempts" AS "attempt", "interruptions",
      "startedAt"::text AS "begun"`,
  });
  if (!run) return null;
  if (run.attempt <= MAX_ATTEMPTS) return run;
  await failJob(run, INTERRUPTED_TOO_OFTEN);
  return null;
}

/**
 * A heartbeat of the worker, at least every few seconds while a job runs.
 * @returns false when the run has lost its job and should stop
 */
export async function recordHeartbeat(run: JobRun): Promise<boolean> {
  const changed = await getPrisma().$executeRaw`UPDATE "Job" SET "heartbeatAt" = ${NOW} WHERE ${ownRow(run)}`;
  return changed > 0;
}

/**
 * Whether somebody else has the job now, or has done it already: what is stored for it is no longer this run's to
 * take away. False after a cancellation.
 */
export async function isSuperseded(run: JobRun): Promise<boolean> {
  const others = await getPrisma().$queryRaw<unknown[]>`
    SELECT 1 FROM "Job" WHERE "id" = ${run.jobId}
      AND ("state" = 'done' OR ("state" = 'running' AND "startedAt" <> ${run.begun}::timestamp(3)))`;
  return others.length > 0;
}

/**
 * What is stored by now. A run that replaces an interrupted one stores the same again from the beginning:
 * until it has come as far, the row keeps describing what the first one had stored.
 */
function grown(partialResult: StoredPartialStems | undefined): Prisma.Sql {
  if (!partialResult) return Prisma.sql`"partialResult"`;
  return Prisma.sql`CASE WHEN coalesce(("partialResult"->>'availableSamples')::bigint, 0) > ${partialResult.availableSamples}
    THEN "partialResult" ELSE ${JSON.stringify(partialResult)}::jsonb END`;
}

/**
 * Writes progress and publishes it; also a heartbeat. The caller limits it to two a second.
 * @returns false when the run has lost its job and should stop
 */
export function reportJob(
  run: JobRun,
  { stage, progress, etaS, partialResult }: JobProgress,
): Promise<boolean> {
  const share = Math.min(1, Math.max(0, progress));
  const set = Prisma.sql`"stage" = ${stage}, "progress" = ${share}, "etaS" = ${etaS ?? null},
    "partialResult" = ${grown(partialResult)}, "heartbeatAt" = ${NOW}`;
  return changeOwn(run, set, { change: 'progress' });
}

/**
 * Writes the result, in the transaction that also writes what follows from it.
 * @returns false when another outcome stands already; the caller then writes nothing else either
 */
export function completeJob(tx: Prisma.TransactionClient, run: JobRun, result: unknown): Promise<boolean> {
  const set = Prisma.sql`"state" = 'done', "stage" = 'done', "progress" = 1, "etaS" = NULL,
    "partialResult" = NULL, "result" = ${JSON.stringify(result)}::jsonb, "finishedAt" = ${NOW}`;
  return changeOwn(run, set, { db: tx });
}

/**
 * Ends a run that failed: back into the queue with `retry` while attempts remain, failed for good otherwise.
 * @param message what the person reads
 * @returns the state it has now, or null when another outcome stands already
 */
export async function failJob(
  run: JobRun,
  message: string,
  { retry = false } = {},
): Promise<JobState | null> {
  if (retry && run.attempt < MAX_ATTEMPTS) {
    return (await requeue(run, { stage: 'waiting to try again', attempts: run.attempt })) ? 'queued' : null;
  }
  const set = Prisma.sql`"state" = 'failed', "stage" = 'failed', "etaS" = NULL, "partialResult" = NULL,
    "error" = ${message}, "finishedAt" = ${NOW}`;
  return (await changeOwn(run, set)) ? 'failed' : null;
}

/**
 * Requeues an unfinished job because its worker shuts down; that does not count as an attempt.
 * @returns false when another outcome stands already
 */
export const releaseJob = (run: JobRun): Promise<boolean> =>
  requeue(run, { stage: 'queued', attempts: run.attempt - 1 });

export interface Postponement {
  /** What the person reads meanwhile. */
  readonly stage: string;
  /** How long no worker gets the job, in seconds. */
  readonly delayS: number;
}

/**
 * Postpones a job because one of its dependencies is unavailable. That counts as a setback, not as an
 * attempt: nothing is wrong with the job.
 * @returns false when it already has another outcome
 */
export const postponeJob = (run: JobRun, { stage, delayS }: Postponement): Promise<boolean> =>
  requeue(run, { stage, attempts: run.attempt - 1, delayS });

interface Requeued {
  readonly stage: string;
  readonly attempts: number;
  readonly delayS?: number;
}

function requeue(run: JobRun, { stage, attempts, delayS }: Requeued): Promise<boolean> {
  const postponed =
    delayS === undefined
      ? Prisma.sql`"retryAt" = NULL`
      : Prisma.sql`"retryAt" = ${NOW} + make_interval(secs => ${delayS}::float8), "interruptions" = "interruptions" + 1`;
  return changeOwn(
    run,
    Prisma.sql`"state" = 'queued', "stage" = ${stage}, "progress" = 0, "etaS" = NULL, "partialResult" = NULL,
      "attempts" = ${attempts}, "startedAt" = NULL, "heartbeatAt" = NULL, ${postponed}`,
  );
}
