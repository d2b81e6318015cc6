// Moves waiting jobs from the database into the queues and reconciles the two.
import { randomUUID } from 'node:crypto';
import { publish, subscribe } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import type { Prisma } from '@/platform/database/generated/client';
import type { WaitingJob } from '@/platform/job-order';
import { jobNamed } from '@/platform/jobs/all-jobs';
import type { QueueName } from '@/platform/jobs/define-job';
import { acquireLease, releaseLease } from '@/platform/lease';
import { log } from '@/platform/log';
import { type LoopWatch, watchLoop } from '@/platform/loop-watch';
import { getQueue, QUEUE_NAMES } from '@/platform/queue';
import { deleteDeadHeartbeats, listWorkers } from '@/platform/worker-heartbeat';
import { requeueAbandonedJobs } from './abandoned-jobs';
import { fillQueue } from './queue-filling';

/** Catches up on lost notifications. */
const POLL_MS = 2_000;
/** After a round that failed: time for a process with working connections to take the lease. */
const FAILED_POLL_MS = 6_000;
const RECOVERY_INTERVAL_MS = 5_000;
/**
 * Workers whose connection to the database broke together with ours reconnect first, and try to write the outcome of
 * their jobs every 10 s at the least: until this long after a round that failed, a silent row says nothing about its
 * worker.
 */
const RECOVERY_PAUSE_MS = 30_000;
/** A dispatching process that went silent, froze or lost its power loses the lease after this long. */
const LEASE_MS = 10_000;
/** Longer than a round over a silent connection takes to fail. */
const STUCK_AFTER_MS = 30_000;

export interface Dispatcher {
  close(): Promise<void>;
}

/** A lease decides which process dispatches: unlike a lock it ends when its owner no longer responds. */
class DispatchLease {
  readonly #owner: string = randomUUID();

  acquire(): Promise<boolean> {
    return acquireLease('dispatch', LEASE_MS, this.#owner);
  }

  /** Lets another process take over at once; if that fails, the lease ends by itself. */
  async release(): Promise<void> {
    try {
      await releaseLease('dispatch', this.#owner);
    } catch (error) {
      log.debug({ err: error }, 'The dispatch lease was not given back; it ends by itself.');
    }
  }
}

class Dispatching implements Dispatcher {
  readonly #places = new Map<QueueName, ReadonlyMap<string, number>>();
  readonly #lease = new DispatchLease();
  readonly #loop: LoopWatch = watchLoop('dispatching jobs', STUCK_AFTER_MS);
  #pollTimer: NodeJS.Timeout | undefined;
  #recoveredAt = Number.NEGATIVE_INFINITY;
  #failedAt = Number.NEGATIVE_INFINITY;
  /** After a round that failed, until the timer ends it: a clock might say that the timer came a moment too early. */
  #isPausing = false;
  #isScheduled = false;
  #round: Promise<void> | undefined;
  #closed = false;
  readonly #unsubscribe: Promise<() => void>;
  readonly #failedPollMs: number;

  constructor(unsubscribe: Promise<() => void>, failedPollMs: number) {
    this.#unsubscribe = unsubscribe;
    this.#failedPollMs = failedPollMs;
    this.#loop.due();
  }

  /** Asks for a round; while one runs, one more follows it. */
  schedule(): void {
    this.#isScheduled = true;
    // After a failure the timer is already set for the next round.
    if (this.#round || this.#closed || this.#isPausing) return;
    clearTimeout(this.#pollTimer);
    this.#round = this.#rounds().finally(() => {
      this.#round = undefined;
      const waitMs = this.#isPausing ? this.#failedPollMs : POLL_MS;
      if (!this.#closed) this.#pollTimer = setTimeout(() => this.#poll(), waitMs);
    });
  }

  #poll(): void {
    this.#isPausing = false;
    this.schedule();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#pollTimer);
    (await this.#unsubscribe)();
    await this.#round;
    await this.#lease.release();
    this.#loop.end();
  }

  async #rounds(): Promise<void> {
    while (this.#isScheduled && !this.#closed) {
      this.#isScheduled = false;
      try {
        if (await this.#lease.acquire()) await this.#dispatch();
        this.#loop.done();
      } catch (error) {
        log.warn({ err: error }, 'Jobs could not be dispatched; the next round tries again.');
        await this.#lease.release();
        this.#failedAt = performance.now();
        this.#isPausing = true;
        return;
      }
    }
  }

  async #dispatch(): Promise<void> {
    const db = getPrisma();
    await this.#recover(db);
    const workers = (await listWorkers()).filter((worker) => worker.alive);
    for (const name of QUEUE_NAMES) {
      const slots = workers
        .filter((worker) => worker.kind === name)
        .reduce((sum, w) => sum + w.details.concurrency, 0);
      const order = await fillQueue(db, name, getQueue(name), slots);
      await this.#announce(name, order);
    }
  }

  async #recover(db: Prisma.TransactionClient): Promise<void> {
    const now = performance.now();
    if (now - this.#recoveredAt < RECOVERY_INTERVAL_MS) return;
    if (now - this.#failedAt > RECOVERY_PAUSE_MS) await requeueAbandonedJobs(db);
    await deleteDeadHeartbeats(db);
    this.#recoveredAt = now;
  }

  /** Notifies those who wait that their place changed. */
  async #announce(queue: QueueName, order: readonly WaitingJob[]): Promise<void> {
    const before = this.#places.get(queue);
    const places = new Map(order.map((job) => [job.id, job.position]));
    this.#places.set(queue, places);
    for (const { id: jobId, name, position } of order) {
      const moved = before?.has(jobId) && before.get(jobId) !== position;
      const known = jobNamed(name);
      // Not a change of state: that would only wake every dispatcher again.
      if (moved && known) await publish({ type: 'job', jobId, name: known.name, change: 'progress' });
    }
  }
}

/**
 * Starts dispatching in this process. Any number of processes may; one of them works at a time, and any of them
 * takes over. Woken by the bus and by a poll.
 * @param failedPollMs how long to wait after a round that failed
 */
export function startDispatcher(failedPollMs = FAILED_POLL_MS): Dispatcher {
  const unsubscribe = subscribe(
    (event) => {
      if (event.type === 'job' && event.change === 'state') dispatching.schedule();
    },
    () => dispatching.schedule(),
  );
  const dispatching = new Dispatching(unsubscribe, failedPollMs);
  dispatching.schedule();
  return dispatching;
}
