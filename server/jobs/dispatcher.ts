// Moves waiting jobs from the database into the queues and heals what went wrong between the two.

import type { PoolClient } from 'pg';
import { publish, subscribe } from '@/server/shared/bus';
import { getPool, getPrisma } from '@/server/shared/database/client';
import type { WaitingJob } from '@/server/shared/job-order';
import type { QueueName } from '@/server/shared/jobs/define-job';
import { log } from '@/server/shared/log';
import { getQueue, QUEUE_NAMES } from '@/server/shared/queue';
import { forgetDeadWorkers, listWorkers } from '@/server/shared/worker-heartbeat';
import { healAbandonedJobs } from './abandoned-jobs';
import { fillQueue } from './queue-filling';

/** Heals a lost doorbell. */
const POLL_MS = 2_000;
const HEAL_EVERY_MS = 5_000;
/** Any number that nothing else in this database locks. */
const DISPATCH_LOCK = 7_201_965;

export interface Dispatcher {
  close(): Promise<void>;
}

/** Runs `work` unless another process is at it; that one then does what there is to do. */
async function asOnlyDispatcher(work: () => Promise<void>): Promise<void> {
  const session: PoolClient = await getPool().connect();
  let broken: Error | undefined;
  try {
    const { rows } = await session.query<{ ours: boolean }>('SELECT pg_try_advisory_lock($1) AS ours', [
      DISPATCH_LOCK,
    ]);
    if (!rows[0]?.ours) return;
    try {
      await work();
    } finally {
      await session.query('SELECT pg_advisory_unlock($1)', [DISPATCH_LOCK]);
    }
  } catch (error) {
    broken = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // A session that failed may still hold the lock: it is ended rather than given back.
    session.release(broken);
  }
}

class Dispatching implements Dispatcher {
  private readonly places = new Map<QueueName, ReadonlyMap<string, number>>();
  private pollTimer: NodeJS.Timeout | undefined;
  private healedAt = 0;
  private rung = false;
  private round: Promise<void> | undefined;
  private closed = false;

  constructor(private readonly unsubscribe: Promise<() => void>) {}

  /** Asks for a round; while one runs, one more follows it. */
  ring(): void {
    this.rung = true;
    if (this.round || this.closed) return;
    clearTimeout(this.pollTimer);
    this.round = this.rounds().finally(() => {
      this.round = undefined;
      if (!this.closed) this.pollTimer = setTimeout(() => this.ring(), POLL_MS);
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.pollTimer);
    (await this.unsubscribe)();
    await this.round;
  }

  private async rounds(): Promise<void> {
    while (this.rung && !this.closed) {
      this.rung = false;
      try {
        await asOnlyDispatcher(() => this.dispatch());
      } catch (error) {
        log.warn({ err: error }, 'Jobs could not be dispatched; the next round tries again.');
      }
    }
  }

  private async dispatch(): Promise<void> {
    const db = getPrisma();
    if (Date.now() - this.healedAt > HEAL_EVERY_MS) {
      await healAbandonedJobs(db);
      await forgetDeadWorkers(db);
      this.healedAt = Date.now();
    }
    const workers = (await listWorkers()).filter((worker) => worker.alive);
    for (const name of QUEUE_NAMES) {
      const slots = workers
        .filter((worker) => worker.kind === name)
        .reduce((sum, w) => sum + w.details.concurrency, 0);
      const order = await fillQueue(db, name, getQueue(name), slots);
      await this.announce(name, order);
    }
  }

  /** Tells those who wait that their place changed. */
  private async announce(queue: QueueName, order: readonly WaitingJob[]): Promise<void> {
    const before = this.places.get(queue);
    const places = new Map(order.map((job) => [job.id, job.position]));
    this.places.set(queue, places);
    for (const [jobId, position] of places) {
      const moved = before?.has(jobId) && before.get(jobId) !== position;
      // Not a change of state: that would only wake every dispatcher again.
      if (moved) await publish({ type: 'job', jobId, change: 'progress' });
    }
  }
}

/**
 * Starts dispatching in this process. Any number of processes may; one of them works at a time, and any of them
 * takes over. Woken by the bus and by a poll.
 */
export function startDispatcher(): Dispatcher {
  const unsubscribe = subscribe(
    (event) => {
      if (event.type === 'job' && event.change === 'state') dispatching.ring();
    },
    () => dispatching.ring(),
  );
  const dispatching = new Dispatching(unsubscribe);
  dispatching.ring();
  return dispatching;
}
