// A worker: takes jobs from one queue, says that it is alive, and ends in order.
import { randomBytes } from 'node:crypto';
import os from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { subscribe } from '@/server/shared/bus';
import { getEnv } from '@/server/shared/env';
import type { QueueName } from '@/server/shared/jobs/define-job';
import { openQueueWorker, type QueueTimes } from '@/server/shared/queue';
import { getStorage, tempDirOf } from '@/server/shared/storage/index';
import {
  beatWorker,
  forgetWorker,
  HEARTBEAT_EVERY_MS,
  type WorkerDetails,
} from '@/server/shared/worker-heartbeat';
import { clearLeftovers } from './housekeeping';
import { makeRegistry, type Registration } from './registry';
import { type JobRunner, runJob } from './run-job';
import type { PulseTimes, RunPulse } from './run-pulse';

export interface WorkerSetup {
  readonly queue: QueueName;
  /** Jobs beside each other. */
  readonly concurrency: number;
  readonly registrations: readonly Registration[];
  /** What /health tells about this kind of worker beside its process id, such as the inference provider. */
  readonly details?: () => Omit<WorkerDetails, 'pid' | 'concurrency'>;
  readonly times?: { readonly queue?: QueueTimes; readonly pulse?: PulseTimes };
}

export interface RunningWorker {
  readonly id: string;
  /**
   * Takes no more jobs, lets the running ones finish for a moment, then stops them and gives them back to the queue.
   * @returns false when jobs were still running at the deadline
   */
  close(): Promise<boolean>;
}

/** What nearly finished jobs get before they are stopped. */
const FINISH_MS = 1_000;
/** What stopped jobs get to put their things away. */
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

/** Keeps the worker's row fresh; the returned function ends that and takes the row away. */
async function keepAlive(
  id: string,
  { queue, concurrency, details }: WorkerSetup,
): Promise<() => Promise<void>> {
  const beat = () => beatWorker(id, queue, { ...details?.(), pid: process.pid, concurrency });
  await beat();
  const timer = setInterval(() => {
    beat().catch((error: unknown) => console.warn(`The worker gave no sign of life: ${String(error)}`));
  }, HEARTBEAT_EVERY_MS);
  return async () => {
    clearInterval(timer);
    await forgetWorker(id);
  };
}

/**
 * Starts a worker in this process.
 * @throws Error when a job of its queue has no processor or two
 */
export async function startWorker(setup: WorkerSetup): Promise<RunningWorker> {
  const registry = makeRegistry(setup.queue, setup.registrations);
  const tempDir = tempDirOf(getEnv());
  const storage = getStorage();
  await clearLeftovers(tempDir);

  const active = new Map<string, RunPulse>();
  const runner: JobRunner = { registry, storage, tempDir, active, pulseTimes: setup.times?.pulse };
  const unsubscribe = await subscribe(
    (event) => {
      if (event.type === 'job' && event.change === 'state') active.get(event.jobId)?.check();
    },
    () => {
      for (const pulse of active.values()) pulse.check();
    },
  );
  const worker = openQueueWorker(setup.queue, (jobId) => runJob(runner, jobId), {
    concurrency: setup.concurrency,
    times: setup.times?.queue,
  });
  await worker.ready;
  const id = `${setup.queue}-${os.hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`;
  const endLife = await keepAlive(id, setup);

  const close = async (): Promise<boolean> => {
    const closed = worker.close();
    let inOrder = await settledWithin(closed, active.size > 0 ? FINISH_MS : STOP_MS);
    if (!inOrder) {
      for (const pulse of active.values()) pulse.stop('shutdown');
      inOrder = await settledWithin(closed, STOP_MS);
    }
    unsubscribe();
    await endLife();
    return inOrder;
  };
  return { id, close };
}
