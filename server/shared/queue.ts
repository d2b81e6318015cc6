// The queues that carry jobs to workers: BullMQ on PostgreSQL, or on Redis when REDIS_URL is set.

import {
  createPostgresBackend,
  createRedisBackend,
  type Queue,
  UnrecoverableError,
  type WorkerOptions,
  withBackend,
} from 'bullmq';
import { log } from '@/server/shared/log';
import { directDatabaseUrl } from './database-url';
import { getEnv } from './env';
import type { QueueName } from './jobs/define-job';

export const QUEUE_NAMES: readonly QueueName[] = ['separation', 'cpu'];

/** The schema of the queue's own tables, beside those of the studio in one database. */
const QUEUE_SCHEMA = 'bullmq';
/** Each queue and each worker has a small pool of its own; a worker listens on one connection more. */
const CONNECTIONS = 2;
const REDIS_PREFIX = 'isomix';

/** What is known to the queue but not yet finished, as job ids. */
export interface CarriedJobs {
  /** In the order in which workers will take them. */
  readonly waiting: readonly string[];
  /** Until the delay before another attempt is over. */
  readonly delayed: readonly string[];
  readonly active: readonly string[];
}

/*
 * The queue carries ids, nothing more: the row in `Job` holds the input, counts the attempts and decides about
 * retries. So a finished job leaves the queue at once, and its id can be carried again when the row is revived.
 */
export interface WorkQueue {
  /** Hands a job to the workers after `delayMs`; does nothing for a job that is carried already. */
  carry(jobId: string, jobName: string, delayMs?: number): Promise<void>;
  carried(): Promise<CarriedJobs>;
  /** Takes a job out that no worker has begun; true when it was there. */
  drop(jobId: string): Promise<boolean>;
  close(): Promise<void>;
}

export interface QueueTimes {
  /** How long a worker owns a job without a sign of life. */
  readonly lockMs: number;
  /** How often owners that went silent are looked for. */
  readonly stalledCheckMs: number;
}

/** A worker killed in the middle loses its job to another one after about 16 s. */
const TIMES: QueueTimes = { lockMs: 15_000, stalledCheckMs: 5_000 };
/** The row counts the attempts; this only has to be more than it allows. */
const STALLED_LIMIT = 5;

export interface QueueWorkerOptions {
  readonly concurrency: number;
  readonly times?: QueueTimes;
}

/**
 * Does one job. The outcome must be written before it settles; rejecting only counts the job as failed in the
 * queue, which never tries it again.
 */
export type CarriedJobHandler = (jobId: string, jobName: string) => Promise<void>;

export interface QueueWorker {
  readonly ready: Promise<void>;
  /** Takes no further jobs until resume(); the running ones go on. */
  pause(): Promise<void>;
  resume(): void;
  /** Takes no further jobs and waits for the running ones, or abandons them with `force`. */
  close(force?: boolean): Promise<void>;
}

const FINISHED = new Set(['completed', 'failed']);

class BullQueue implements WorkQueue {
  constructor(
    private readonly queue: Pick<Queue, 'add' | 'remove' | 'getJobState' | 'getRanges' | 'close'>,
  ) {}

  async carry(jobId: string, jobName: string, delayMs = 0): Promise<void> {
    if (FINISHED.has(await this.queue.getJobState(jobId))) await this.queue.remove(jobId);
    const options = { jobId, delay: delayMs, attempts: 1, removeOnComplete: true, removeOnFail: true };
    await this.queue.add(jobName, {}, options);
  }

  async carried(): Promise<CarriedJobs> {
    // Active is read last: a job that moves on between two reads shows up twice rather than not at all.
    const delayed = await this.queue.getRanges(['delayed']);
    const waiting = await this.queue.getRanges(['waiting'], 0, -1, true);
    return { waiting, delayed, active: await this.queue.getRanges(['active']) };
  }

  async drop(jobId: string): Promise<boolean> {
    return (await this.queue.remove(jobId)) === 1;
  }

  close(): Promise<void> {
    return this.queue.close();
  }
}

function openBackend() {
  const { REDIS_URL } = getEnv();
  if (REDIS_URL) {
    const { Queue, Worker } = withBackend(createRedisBackend);
    const base = { connection: { url: REDIS_URL, maxRetriesPerRequest: null }, prefix: REDIS_PREFIX };
    return {
      queue: (name: QueueName) => new Queue(name, base),
      worker: (name: QueueName, run: Run, more: MoreOptions) => new Worker(name, run, { ...base, ...more }),
    };
  }
  const { Queue, Worker } = withBackend(createPostgresBackend);
  const base = {
    connection: { connectionString: directDatabaseUrl(), schema: QUEUE_SCHEMA, max: CONNECTIONS },
  };
  return {
    queue: (name: QueueName) => new Queue(name, base),
    worker: (name: QueueName, run: Run, more: MoreOptions) => new Worker(name, run, { ...base, ...more }),
  };
}

type Run = (job: { id?: string; name: string }) => Promise<void>;
type MoreOptions = Omit<WorkerOptions, 'connection'>;

/** Opens a connection to a queue; the caller closes it. */
function openQueue(name: QueueName): WorkQueue {
  const queue = openBackend().queue(name);
  queue.on('error', (error) => log.warn({ err: error }, `Queue ${name}.`));
  return new BullQueue(queue);
}

const shared = globalThis as typeof globalThis & { isomixQueues?: Map<QueueName, WorkQueue> };

/** The process's connection to a queue, opened on first use. */
export function getQueue(name: QueueName): WorkQueue {
  shared.isomixQueues ??= new Map();
  const known = shared.isomixQueues.get(name) ?? openQueue(name);
  shared.isomixQueues.set(name, known);
  return known;
}

/** Closes what getQueue opened; for shutdown and tests. */
export async function closeQueues(): Promise<void> {
  const queues = [...(shared.isomixQueues?.values() ?? [])];
  shared.isomixQueues = undefined;
  await Promise.all(queues.map((queue) => queue.close()));
}

/** Begins taking jobs from a queue. */
export function openQueueWorker(
  name: QueueName,
  handle: CarriedJobHandler,
  { concurrency, times = TIMES }: QueueWorkerOptions,
): QueueWorker {
  const run: Run = async (job) => {
    try {
      await handle(job.id ?? '', job.name);
    } catch (error) {
      throw new UnrecoverableError(error instanceof Error ? error.message : String(error));
    }
  };
  const worker = openBackend().worker(name, run, {
    concurrency,
    lockDuration: times.lockMs,
    stalledInterval: times.stalledCheckMs,
    maxStalledCount: STALLED_LIMIT,
  });
  worker.on('error', (error) => log.warn({ err: error }, `Worker of queue ${name}.`));
  return {
    ready: worker.waitUntilReady(),
    pause: () => worker.pause(true),
    resume: () => worker.resume(),
    close: (force) => worker.close(force),
  };
}
