// One job from the queue to its outcome: claim, process, write the result and what follows from it.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { getPrisma } from '@/server/shared/database/client';
import { claimJob, completeJob, failJob, type JobRun, releaseJob } from '@/server/shared/job-run';
import type { Storage } from '@/server/shared/storage/storage';
import { failureOf, JobFailure } from './job-failure';
import type { Registration, Registry } from './registry';
import { PULSE_TIMES, type PulseTimes, RunPulse, RunStopped } from './run-pulse';
import { RunStorage } from './run-storage';

export interface JobRunner {
  readonly registry: Registry;
  readonly storage: Storage;
  readonly tempDir: string;
  readonly pulseTimes?: PulseTimes;
  /** The runs that are in progress here, by job id. */
  readonly active: Map<string, RunPulse>;
}

/** Waits between tries to write an outcome while the database is away, in milliseconds. */
const WRITE_AGAIN_MS = [200, 500, 1_000, 2_000, 5_000, 10_000, 20_000];

/** A worker whose last sign of life is as many intervals old has missed one. */
const MISSED_BEATS = 1.2;

/** An outcome may be hours of work, so a database that restarts must not lose it. */
async function persist<T>(write: () => Promise<T>): Promise<T> {
  for (const wait of WRITE_AGAIN_MS) {
    try {
      return await write();
    } catch (error) {
      console.warn(`The outcome of a job could not be written yet: ${String(error)}`);
      await delay(wait);
    }
  }
  return write();
}

/** Where the folder of a run lies; the process id tells what a dead process left. */
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

async function processRun(runner: JobRunner, registration: Registration, pulse: RunPulse): Promise<unknown> {
  const { jobId, input } = pulse.run;
  const { signal } = pulse;
  try {
    return await inWorkDir(runner.tempDir, (workDir) =>
      registration.process({
        jobId,
        input,
        signal,
        storage: new RunStorage(runner.storage, pulse.run),
        workDir,
        report: (progress) => pulse.report(progress),
      }),
    );
  } catch (error) {
    // Whatever an abort made fail, the abort is the reason.
    throw signal.aborted ? signal.reason : error;
  } finally {
    await pulse.end();
  }
}

async function writeResult(run: JobRun, registration: Registration, result: unknown): Promise<void> {
  await persist(() =>
    getPrisma().$transaction(async (tx) => {
      if (await completeJob(tx, run, result)) await registration.followUp?.(tx, run.jobId);
    }),
  );
}

async function writeFailure(run: JobRun, error: unknown): Promise<void> {
  if (error instanceof RunStopped) {
    if (error.reason === 'shutdown') await persist(() => releaseJob(run));
    return;
  }
  const failure = failureOf(error, run.jobId);
  await persist(() => failJob(run, failure.message, { retry: failure.retryable }));
}

/**
 * Does one job that the queue handed over; its outcome is in the row when this settles.
 * @throws what made the job fail, for the queue to count
 */
export async function runJob(runner: JobRunner, jobId: string): Promise<void> {
  const { beatMs } = runner.pulseTimes ?? PULSE_TIMES;
  const run = await claimJob(jobId, beatMs * MISSED_BEATS);
  if (!run) return;
  const registration = runner.registry.get(run.name);
  if (!registration) {
    await failJob(run, `This version of the studio does not know the job ${run.name}.`);
    throw new JobFailure(`There is no processor for ${run.name}.`, false);
  }
  const pulse = new RunPulse(run, runner.pulseTimes);
  runner.active.set(jobId, pulse);
  try {
    const result = await processRun(runner, registration, pulse);
    await writeResult(run, registration, result);
  } catch (error) {
    await writeFailure(run, error);
    throw error;
  } finally {
    // A run that lost its job may end while its successor works beside it.
    if (runner.active.get(jobId) === pulse) runner.active.delete(jobId);
  }
}
