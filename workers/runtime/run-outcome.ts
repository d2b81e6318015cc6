// The outcome of a run that did not succeed: failed, retried, postponed until a dependency is back, or requeued.
import { failJob, type JobRun, postponeJob, releaseJob } from '@/platform/job-run';
import { log } from '@/platform/log';
import { StorageFullError } from '@/platform/storage/storage';
import { unavailableClause, unavailableOf } from '@/platform/unavailable';
import { failureOf, JobFailure } from './job-failure';
import { RunStopped } from './run-heartbeat';
import type { WorkerCondition } from './worker-condition';
import { OtherWorkerError, problemOf, type WorkerProblem } from './worker-problem';

/** Seconds between the interruptions of one job; the last one repeats. */
const BACKOFF_S = [10, 30, 60, 300, 900];
/** A little under a day of waiting for an unavailable dependency. */
const MAX_INTERRUPTIONS = 96;
/** Otherwise a job that several workers in turn are unfit for would be requeued for ever. */
const MAX_RETURNS = 10;

/** How long to wait after the setback with this number, from 0 on, in seconds. */
export const backoffS = (interruptions: number): number =>
  BACKOFF_S[Math.min(interruptions, BACKOFF_S.length - 1)] ?? 900;

/** The page shows the instant as the time of day where the reader is. */
const instantIn = (seconds: number): string =>
  new Date(Date.now() + seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');

const RETURN_FAILURES: Record<WorkerProblem['kind'], string> = {
  disk: new StorageFullError().message,
  program: 'The studio lacks a program that this needs; please contact the administrator.',
  model: 'The separation model cannot be loaded; please contact the administrator of this studio.',
  engine: 'The separation engine does not start; please contact the administrator of this studio.',
};

async function postpone(run: JobRun, error: unknown): Promise<boolean> {
  const unavailable = unavailableOf(error);
  if (!unavailable) return false;
  if (run.interruptions >= MAX_INTERRUPTIONS) {
    await failJob(run, unavailable.message);
    return true;
  }
  const delayS = backoffS(run.interruptions);
  log.warn(
    { err: error, delayS, interruptions: run.interruptions + 1 },
    `${unavailableClause(unavailable.dependency)}; the job waits.`,
  );
  const stage = `${unavailableClause(unavailable.dependency)}; the studio tries again at ${instantIn(delayS)}`;
  await postponeJob(run, { stage, delayS });
  return true;
}

/** Another worker may take it at once; from the second time on it waits longer and longer. */
async function returnToQueue(run: JobRun, message: string): Promise<void> {
  if (run.interruptions >= MAX_RETURNS) await failJob(run, message);
  else
    await postponeJob(run, {
      stage: 'queued',
      delayS: run.interruptions === 0 ? 0 : backoffS(run.interruptions - 1),
    });
}

/**
 * Writes how a run ended that did not succeed.
 * @throws when the database is unavailable; the caller retries
 */
export async function writeFailure(run: JobRun, error: unknown, condition: WorkerCondition): Promise<void> {
  if (error instanceof RunStopped) {
    if (error.reason === 'shutdown') await releaseJob(run);
    return;
  }
  const problem = problemOf(error);
  if (problem) {
    log.error({ err: error }, 'A job is handed back: something is wrong with this worker.');
    condition.report(problem);
    return returnToQueue(run, RETURN_FAILURES[problem.kind]);
  }
  if (error instanceof OtherWorkerError) return returnToQueue(run, error.message);
  const isFinal = error instanceof JobFailure && !error.retryable;
  if (!isFinal && (await postpone(run, error))) return;
  const failure = failureOf(error, run.jobId);
  await failJob(run, failure.message, { retry: failure.retryable });
}
