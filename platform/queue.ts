// The queues that carry jobs to workers: BullMQ on PostgreSQL, or on Redis when REDIS_URL is set.
import { type Queue, UnrecoverableError } from 'bullmq';
import { withDeadline } from './deadline';
import type { QueueName } from './jobs/define-job';
import { log } from './log';
import { type Backend, openBackend, type Run } from './queue-backend';

export const QUEUE_NAMES: readonly QueueName[] = ['separation', 'cpu'];

/** What a call to the queue may take, reconnecting included. */
const CALL_MS = 8_000;

/**
 * The queue's id of a job that has had `attempts` runs. Each attempt has an id of its own: a worker that went
 * silent in the middle of one may keep it without preventing the next from being enqueued.
 */
export const queueIdOf = (jobId: string, attempts: number): string =>
  attempts > 0 ? `${jobId}~${attempts}` : jobId;

/** The job that is carried under an id; no job id contains a tilde. */
export const jobOfQueueId = (queueId: string): string => queueId.split('~', 1)[0] ?? queueId;

/** What is known to the queue but not yet finished, by the ids of `queueIdOf`. */
export interface EnqueuedJobs {
  /** In the order in which workers will take them. */
  readonly waiting: readonly string[];
  /** Until the delay before another attempt is over. */
  readonly delayed: readonly string[];
  readonly active: readonly string[];
}

/*
 * The queue contains ids, nothing more: the row in `Job` stores the input, counts the attempts and decides
 * about retries. So a finished job leaves the queue at once, and its id can be enqueued again when the row is
 * revived.
 */
export interface WorkQueue {
  /**
   * Hands a job to the workers after `delayMs`; does nothing for one that is enqueued already.
   * @param queueId see queueIdOf
   * @throws DeadlineError, like the others, when the queue does not answer
   */
  enqueue(queueId: string, jobName: string, delayMs?: number): Promise<void>;
  enqueued(): Promise<EnqueuedJobs>;
  /** Takes a job out that no worker has begun; true when it was there. */
  drop(queueId: string): Promise<boolean>;
  close(): Promise<void>;
}

export interface QueueTimes {
  /** How long a worker owns a job without a heartbeat. */
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
export type QueuedJobHandler = (jobId: string, jobName: string) => Promise<void>;

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
  readonly #queue: Pick<Queue, 'add' | 'remove' | 'getJobState' | 'getRanges' | 'close'>;

  constructor(queue: Pick<Queue, 'add' | 'remove' | 'getJobState' | 'getRanges' | 'close'>) {
    this.#queue = queue;
  }

  enqueue(queueId: string, jobName: string, delayMs = 0): Promise<void> {
    return answered(async () => {
      if (FINISHED.has(await this.#queue.getJobState(queueId))) await this.#queue.remove(queueId);
      const options = {
        jobId: queueId,
        delay: delayMs,
        attempts: 1,
        removeOnComplete: true,
        removeOnFail: true,
      };
      await this.#queue.add(jobName, {}, options);
    });
  }

  enqueued(): Promise<EnqueuedJobs> {
    return answered(async () => {
      // Active is read last: a job that moves on between two reads shows up twice rather than not at all.
      const delayed = await this.#queue.getRanges(['delayed']);
      const waiting = await this.#queue.getRanges(['waiting'], 0, -1, true);
      return { waiting, delayed, active: await this.#queue.getRanges(['active']) };
    });
  }

  drop(queueId: string): Promise<boolean> {
    return answered(async () => (await this.#queue.remove(queueId)) === 1);
  }

  close(): Promise<void> {
    return answered(() => this.#queue.close());
  }
}

const answered = <T>(work: () => Promise<T>): Promise<T> =>
  withDeadline('The job queue', CALL_MS, work(), 'queue');

interface OpenQueues {
  readonly backend: Backend;
  readonly queues: Map<QueueName, WorkQueue>;
}

const shared = globalThis as typeof globalThis & { isomixQueues?: OpenQueues };

function openQueue(backend: Backend, name: QueueName): WorkQueue {
  const queue = backend.queue(name);
  queue.on('error', (error) => log.warn({ err: error, queue: name }, 'The connection to a queue failed.'));
  return new BullQueue(queue);
}

/** The process's connection to a queue, opened on first use. */
export function getQueue(name: QueueName): WorkQueue {
  shared.isomixQueues ??= { backend: openBackend(), queues: new Map() };
  const { backend, queues } = shared.isomixQueues;
  const known = queues.get(name) ?? openQueue(backend, name);
  queues.set(name, known);
  return known;
}

/** Closes what getQueue opened; for shutdown and tests. */
export async function closeQueues(): Promise<void> {
  const open = shared.isomixQueues;
  shared.isomixQueues = undefined;
  if (!open) return;
  try {
    await Promise.all([...open.queues.values()].map((queue) => queue.close()));
  } finally {
    await open.backend.close();
  }
}

/** Begins taking jobs from a queue. */
export function openQueueWorker(
  name: QueueName,
  handle: QueuedJobHandler,
  { concurrency, times = TIMES }: QueueWorkerOptions,
): QueueWorker {
  const run: Run = async (job) => {
    try {
      await handle(jobOfQueueId(job.id ?? ''), job.name);
    } catch (error) {
      throw new UnrecoverableError(error instanceof Error ? error.message : String(error));
    }
  };
  const backend = openBackend();
  const worker = backend.worker(name, run, {
    concurrency,
    lockDuration: times.lockMs,
    stalledInterval: times.stalledCheckMs,
    maxStalledCount: STALLED_LIMIT,
  });
  worker.on('error', (error) => log.warn({ err: error, queue: name }, 'The worker cannot reach its queue.'));
  const close = async (force?: boolean) => {
    await worker.close(force);
    await backend.close();
  };
  return {
    ready: worker.waitUntilReady(),
    pause: () => worker.pause(true),
    resume: () => worker.resume(),
    close,
  };
}
