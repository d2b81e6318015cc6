// One job from the queue to its outcome: claim, process, write the result and what follows from it.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { getPrisma } from '@/platform/database/client';
import { claimJob, completeJob, failJob, type JobRun } from '@/platform/job-run';
import { log, withLogContext } from '@/platform/log';
import { RetryingStorage } from '@/platform/storage/retrying-storage';
import type { Storage } from '@/platform/storage/storage';
import { unavailableOf } from '@/platform/unavailable';
import { JobFailure } from './job-failure';
import type { Registration, Registry } from './registry';
import { HEARTBEAT_TIMES, type HeartbeatTimes, RunHeartbeat } from './run-heartbeat';
import { writeFailure } from './run-outcome';
import { RunStorage } from './run-storage';
import type { WorkerCondition } from './worker-condition';

export interface JobRunner {
  readonly registry: Registry;
  readonly storage: Storage;
  readonly tempDir: string;
  readonly condition: WorkerCondition;
  readonly heartbeatTimes?: HeartbeatTimes;
  /** The runs that are in progress here, by job id. */
  readonly active: Map<string, RunHeartbeat>;
}

/**
 * Pauses between attempts to write an outcome while the database is unavailable, in milliseconds; the last
 * one repeats. A run that ended sends no other heartbeat, so they stay well below the silence after which its
 * job goes to another worker.
 */
const RETRY_DELAYS_MS = [200, 500, 1_000, 2_000, 5_000, 10_000];
/** An hour: by then another worker has the job, or nobody will. */
const MAX_ATTEMPTS_UNAVAILABLE = 360;

/** A worker whose last heartbeat is this many intervals old has missed one. */
const MISSED_HEARTBEATS = 1.2;

/** An outcome may be hours of work, so a database that restarts must not lose it. */
async function persist<T>(write: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await write();
    } catch (error) {
      const maxTries = unavailableOf(error) ? MAX_ATTEMPTS_UNAVAILABLE : RETRY_DELAYS_MS.length;
      if (tries >= maxTries) throw error;
      log.warn({ err: error }, 'The outcome of a job could not be written yet.');
      await delay(RETRY_DELAYS_MS[Math.min(tries, RETRY_DELAYS_MS.length - 1)]);
    }
  }
}

/** The path prefix of a run's folder; the process id identifies folders left by a dead process. */
const workDirPrefix = (tempDir: string): string => path.join(tempDir, `job-${process.pid}-`);

async function inWorkDir<T>(tempDir: string, use: (workDir: string) => Promise<T>): Promise<T> {
  await mkdir(tempDir, { recursive: true });
  const workDir = await mkdtemp(workDirPrefix(tempDir));
  try {
    return await use(workDir);
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}

async function processRun(
  runner: JobRunner,
  registration: Registration,
  heartbeat: RunHeartbeat,
): Promise<unknown> {
  const { jobId, input } = heartbeat.run;
  const { signal } = heartbeat;
  try {
    return await inWorkDir(runner.tempDir, (workDir) =>
      registration.process({
        jobId,
        input,
        signal,
        storage: new RunStorage(
          new RetryingStorage(runner.storage, {
            signal,
            onWait: (stage) => heartbeat.showStage(stage),
          }),
          heartbeat.run,
        ),
        workDir,
        report: (progress) => heartbeat.report(progress),
      }),
    );
  } catch (error) {
    // Whatever an abort made fail, the abort is the reason.
    throw signal.aborted ? signal.reason : error;
  } finally {
    await heartbeat.end();
  }
}

async function writeResult(run: JobRun, registration: Registration, result: unknown): Promise<void> {
  await persist(() =>
    getPrisma().$transaction(async (tx) => {
      if (await completeJob(tx, run, result)) await registration.followUp?.(tx, run.jobId);
    }),
  );
}

async function runClaimed(runner: JobRunner, registration: Registration, run: JobRun): Promise<void> {
  const heartbeat = new RunHeartbeat(run, runner.heartbeatTimes);
  runner.active.set(run.jobId, heartbeat);
  const began = performance.now();
  let outcome = 'done';
  try {
    const result = await processRun(runner, registration, heartbeat);
    await writeResult(run, registration, result);
  } catch (error) {
    outcome = error instanceof Error ? error.message : String(error);
    await persist(() => writeFailure(run, error, runner.condition));
    throw error;
  } finally {
    // A run that lost its job may end while its successor runs.
    if (runner.active.get(run.jobId) === heartbeat) runner.active.delete(run.jobId);
    const seconds = Math.round((performance.now() - began) / 10) / 100;
    log.info({ job: run.name, attempt: run.attempt, seconds, outcome }, 'A job ended here.');
  }
}

/**
 * Runs one job that the queue delivered; its outcome is in the row when this settles.
 * @throws what made the job fail, for the queue to count
 */
export function runJob(runner: JobRunner, jobId: string): Promise<void> {
  return withLogContext({ jobId }, async () => {
    // Delivered just before the worker stopped accepting jobs: the row stays queued for other workers.
    if (runner.condition.problem) return;
    const { beatMs } = runner.heartbeatTimes ?? HEARTBEAT_TIMES;
    const run = await claimJob(jobId, beatMs * MISSED_HEARTBEATS);
    if (!run) return;
    const registration = runner.registry.get(run.name);
    if (!registration) {
      await failJob(run, `This version of the studio does not know the job ${run.name}.`);
      throw new JobFailure(`There is no processor for ${run.name}.`, false);
    }
    await runClaimed(runner, registration, run);
  });
}
