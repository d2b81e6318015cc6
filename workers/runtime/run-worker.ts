// A worker: runs the jobs of one queue, writes its heartbeat, and shuts down in order.
import { setTimeout as delay } from 'node:timers/promises';
import { subscribe } from '@/platform/bus';
import { getEnv } from '@/platform/env';
import type { QueueName } from '@/platform/jobs/define-job';
import { log } from '@/platform/log';
import { logIsolation } from '@/platform/media/isolation';
import { openQueueWorker, type QueueTimes } from '@/platform/queue';
import { getStorage } from '@/platform/storage/index';
import { tempDirOf } from '@/platform/storage/temp-folders';
import {
  deleteHeartbeat,
  HEARTBEAT_EVERY_MS,
  newWorkerId,
  recordWorkerHeartbeat,
  type WorkerDetails,
} from '@/platform/worker-heartbeat';
import { diskCheck, type FitnessCheck } from './fitness-checks';
import { clearLeftovers } from './housekeeping';
import { makeRegistry, type Registration } from './registry';
import type { HeartbeatTimes, RunHeartbeat } from './run-heartbeat';
import { type JobRunner, runJob } from './run-job';
import { WorkerCondition } from './worker-condition';

export interface WorkerSetup {
  readonly queue: QueueName;
  /** Concurrent jobs. */
  readonly concurrency: number;
  readonly registrations: readonly Registration[];
  /**
   * What /health reports about this kind of worker besides its process id, such as the inference provider.
   */
  readonly details?: () => Omit<WorkerDetails, 'pid' | 'concurrency'>;
  /** What this kind of worker needs of its machine beside room for temporary files. */
  readonly checks?: readonly FitnessCheck[];
  readonly times?: {
    readonly queue?: QueueTimes;
    readonly heartbeat?: HeartbeatTimes;
    readonly checkEveryMs?: number;
  };
  /** Room that its temporary files need at least, in bytes. */
  readonly minFreeBytes?: number;
}

export interface RunningWorker {
  readonly id: string;
  /**
   * Accepts no more jobs, gives the running ones a moment to finish, then stops them and requeues them.
   * @returns false when jobs were still running at the deadline
   */
  close(): Promise<boolean>;
}

/** Grace period of nearly finished jobs before they are stopped. */
const FINISH_MS = 1_000;
/** Grace period of stopped jobs for cleaning up. */
const STOP_MS = 4_000;

/** True when `work` settled within `ms`. */
async function settledWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  const late = delay(ms, false, { signal: timer.signal }).catch(() => false);
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    timer.abort();
  }
}

interface WorkerHeartbeat {
  /** Refreshes the row now. */
  beat(): void;
  /** Stops the heartbeat and deletes the row. */
  end(): Promise<void>;
}

/** Keeps the worker's row fresh. An unfit worker reports no capacity, so that no jobs are planned for it. */
async function startHeartbeat(
  id: string,
  { queue, concurrency, details }: WorkerSetup,
  condition: WorkerCondition,
): Promise<WorkerHeartbeat> {
  const write = () => {
    const problem = condition.problem?.message ?? null;
    const places = problem === null ? concurrency : 0;
    return recordWorkerHeartbeat(id, queue, {
      ...details?.(),
      pid: process.pid,
      concurrency: places,
      problem,
    });
  };
  let hasEnded = false;
  let written = write();
  await written;
  const beat = () => {
    written = written
      .then(() => (hasEnded ? undefined : write()))
      .catch((error: unknown) =>
        log.warn({ err: error }, 'The heartbeat of the worker could not be written.'),
      );
  };
  const timer = setInterval(beat, HEARTBEAT_EVERY_MS);
  return {
    beat,
    async end() {
      hasEnded = true;
      clearInterval(timer);
      // A write in progress would insert the row again.
      await written;
      await deleteHeartbeat(id);
    },
  };
}

/**
 * Starts a worker in this process.
 * @throws Error when a job of its queue has no processor or two
 */
export async function startWorker(setup: WorkerSetup): Promise<RunningWorker> {
  logIsolation();
  const registry = makeRegistry(setup.queue, setup.registrations);
  const tempDir = tempDirOf(getEnv());
  const storage = getStorage();
  // A read-only disk is found by the condition checks: the worker then waits instead of exiting.
  await clearLeftovers(tempDir).catch((error: unknown) =>
    log.warn({ err: error }, 'The leftovers of earlier workers could not be removed.'),
  );

  const active = new Map<string, RunHeartbeat>();
  const checks = [diskCheck(tempDir, setup.minFreeBytes), ...(setup.checks ?? [])];
  const condition = new WorkerCondition(checks, setup.times?.checkEveryMs);
  const runner: JobRunner = {
    registry,
    storage,
    tempDir,
    active,
    condition,
    heartbeatTimes: setup.times?.heartbeat,
  };
  const unsubscribe = await subscribe(
    (event) => {
      if (event.type === 'job' && event.change === 'state') active.get(event.jobId)?.check();
    },
    () => {
      for (const heartbeat of active.values()) heartbeat.check();
    },
  );
  await condition.check(true);
  const worker = openQueueWorker(setup.queue, (jobId) => runJob(runner, jobId), {
    concurrency: setup.concurrency,
    times: setup.times?.queue,
  });
  await worker.ready;
  const id = newWorkerId(setup.queue);
  const life = await startHeartbeat(id, setup, condition);
  condition.watch((problem) => {
    if (problem) void worker.pause();
    else worker.resume();
    life.beat();
  });

  const close = async (): Promise<boolean> => {
    condition.stop();
    const closed = worker.close();
    let inOrder = await settledWithin(closed, active.size > 0 ? FINISH_MS : STOP_MS);
    if (!inOrder) {
      for (const heartbeat of active.values()) heartbeat.stop('shutdown');
      inOrder = await settledWithin(closed, STOP_MS);
    }
    unsubscribe();
    await life.end();
    return inOrder;
  };
  return { id, close };
}
