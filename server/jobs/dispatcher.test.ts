// The dispatcher: enqueues every waiting job once, in turns, and restores what was lost between database and
// queue.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeBus, subscribe } from '@/platform/bus';
import type { BusEvent } from '@/platform/bus-events';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { claimJob, completeJob, failJob, type JobRun, MAX_ATTEMPTS } from '@/platform/job-run';
import { createJob, jobView, requestCancel } from '@/platform/job-store';
import { separationJob } from '@/platform/jobs/separation';
import { acquireLease } from '@/platform/lease';
import { log } from '@/platform/log';
import { closeQueues, getQueue, openQueueWorker, type QueueWorker } from '@/platform/queue';
import { TEST_MODEL, TEST_STEMS, testHash } from '@/platform/testing/rows';
import { requeueAbandonedJobs } from './abandoned-jobs';
import { type Dispatcher, startDispatcher } from './dispatcher';

let database: TestDatabase;
let dispatchers: Dispatcher[] = [];
let worker: QueueWorker | undefined;
const events: BusEvent[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
  await subscribe((event) => events.push(event));
});
beforeEach(async () => {
  const { waiting, delayed } = await getQueue('separation').enqueued();
  for (const id of [...waiting, ...delayed]) await getQueue('separation').drop(id);
  await database.prisma.job.deleteMany();
  events.length = 0;
});
afterEach(async () => {
  await Promise.all(dispatchers.map((dispatcher) => dispatcher.close()));
  dispatchers = [];
  await worker?.close();
  worker = undefined;
});
afterAll(async () => {
  await closeQueues();
  await closeBus();
  await database.close();
});

const dispatch = (count = 1): void => {
  dispatchers = Array.from({ length: count }, startDispatcher);
};

const create = (id: string, requestedBy: string | null = null) =>
  createJob(database.prisma, separationJob, {
    id,
    input: { sha256: testHash(id), modelId: TEST_MODEL },
    requestedBy,
  });

/** Works the queue off, one job at a time; the returned list fills with the ids in the order they were done. */
function workOff(): string[] {
  const done: string[] = [];
  worker = openQueueWorker(
    'separation',
    async (jobId) => {
      const run = await claimJob(jobId);
      if (!run) return;
      done.push(jobId);
      await completeJob(database.prisma, run, TEST_STEMS);
    },
    { concurrency: 1 },
  );
  return done;
}

const carried = async () => getQueue('separation').enqueued();
const soon = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 10_000, interval: 50 });

describe('the dispatcher', () => {
  it('carries each job to a worker once, with several dispatchers at it', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `job-${index}`);
    dispatch(3);
    const done = workOff();
    await Promise.all(ids.map((id) => create(id)));
    await soon(() => expect([...done].sort()).toEqual([...ids].sort()));
    expect(await database.prisma.job.count({ where: { state: 'done', attempts: 1 } })).toBe(ids.length);
  });

  it('lets people take turns', async () => {
    for (let index = 0; index < 6; index++) await create(`ann-${index}`, 'ann');
    for (let index = 0; index < 2; index++) await create(`bob-${index}`, 'bob');
    await create('eve-0', 'eve');
    dispatch();
    await soon(async () => expect((await carried()).waiting).toHaveLength(2));
    const done = workOff();
    await soon(() => expect(done).toHaveLength(9));
    const turns = done.map((id) => id.slice(0, 3));
    expect(turns.slice(0, 3).sort()).toEqual(['ann', 'bob', 'eve']);
    expect(turns.slice(0, 5).sort()).toEqual(['ann', 'ann', 'bob', 'bob', 'eve']);
    expect(done.filter((id) => id.startsWith('ann'))).toEqual(
      [0, 1, 2, 3, 4, 5].map((index) => `ann-${index}`),
    );
  });

  it('keeps only a few jobs in the queue, and notifies the others when their place changes', async () => {
    for (let index = 0; index < 6; index++) await create(`job-${index}`);
    dispatch();
    await soon(async () => expect((await carried()).waiting).toEqual(['job-0', 'job-1']));
    events.length = 0;
    await requestCancel('job-0');
    await soon(async () => expect((await carried()).waiting).toEqual(['job-1', 'job-2']));
    await soon(() =>
      expect(events).toContainEqual({ type: 'job', jobId: 'job-5', name: 'separation', change: 'progress' }),
    );
    expect(await jobView('job-5')).toMatchObject({ queuePosition: 5 });
  });

  it('carries a job again whose place in the queue was lost', async () => {
    await create('lost');
    dispatch();
    await soon(async () => expect((await carried()).waiting).toEqual(['lost']));
    expect(await getQueue('separation').drop('lost')).toBe(true);
    await soon(async () => expect((await carried()).waiting).toEqual(['lost']));
  });

  it('enqueues a job whose notification was lost', async () => {
    dispatch();
    const input = { sha256: testHash('unheard'), modelId: TEST_MODEL };
    await database.prisma.job.create({
      data: { id: 'unheard', name: 'separation', queue: 'separation', input },
    });
    await soon(async () => expect((await carried()).waiting).toEqual(['unheard']));
  });

  it('goes on by itself after a round that failed, even if its timer comes a moment early', async () => {
    const warned = vi.spyOn(log, 'warn');
    await database.pool.query('ALTER TABLE "Lease" RENAME TO "LeaseAway"');
    // A clock that stands still is what a timer looks like that comes too early.
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now());
    try {
      dispatchers = [startDispatcher(50)];
      await soon(() =>
        expect(warned).toHaveBeenCalledWith(expect.anything(), expect.stringContaining('not be dispatched')),
      );
    } finally {
      await database.pool.query('ALTER TABLE "LeaseAway" RENAME TO "Lease"');
    }
    const input = { sha256: testHash('later'), modelId: TEST_MODEL };
    await database.prisma.job.create({
      data: { id: 'later', name: 'separation', queue: 'separation', input },
    });
    await soon(async () => expect((await carried()).waiting).toEqual(['later']));
    clock.mockRestore();
    warned.mockRestore();
  });

  it('waits a moment before another attempt', async () => {
    await create('retried');
    const run = await claimJob('retried');
    if (run) await failJob(run, 'not now', { retry: true });
    dispatch();
    await soon(async () => expect(await carried()).toMatchObject({ waiting: [], delayed: ['retried~1'] }));
  });
});

describe('a job whose worker has died', () => {
  const abandon = async (id: string) => {
    await claimJob(id);
    await database.pool.query(
      `UPDATE "Job" SET "heartbeatAt" = "heartbeatAt" - interval '1 minute' WHERE id = $1`,
      [id],
    );
  };

  it('is requeued while attempts remain, then fails with a message', async () => {
    await create('abandoned');
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      await abandon('abandoned');
      expect(await jobView('abandoned')).toMatchObject({ state: 'running' });
      await requeueAbandonedJobs(database.prisma);
    }
    expect(await jobView('abandoned')).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('worker'),
    });
  });

  it.each([
    { seconds: 30, state: 'running' },
    { seconds: 36, state: 'queued' },
  ])('is $state after $seconds s of silence', async ({ seconds, state }) => {
    await create('silent');
    await claimJob('silent');
    await database.pool.query(
      `UPDATE "Job" SET "heartbeatAt" = "heartbeatAt" - make_interval(secs => $1) WHERE id = 'silent'`,
      [seconds],
    );
    await requeueAbandonedJobs(database.prisma);
    expect(await jobView('silent')).toMatchObject({ state });
  });

  it('is left alone while its worker lives', async () => {
    await create('alive');
    await claimJob('alive');
    await requeueAbandonedJobs(database.prisma);
    expect(await jobView('alive')).toMatchObject({ state: 'running' });
  });

  it('is done by another worker although the queue still says that the silent one has it', async () => {
    await create('held');
    dispatch();
    await soon(async () => expect((await carried()).waiting).toEqual(['held']));
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let lost: JobRun | null = null;
    const silent = openQueueWorker(
      'separation',
      async (jobId) => {
        lost = await claimJob(jobId);
        await held;
      },
      { concurrency: 1 },
    );
    await soon(() => expect(lost).not.toBeNull());
    const done = workOff();
    await database.pool.query(`UPDATE "Job" SET "heartbeatAt" = "heartbeatAt" - interval '1 minute'`);
    await soon(() => expect(done).toEqual(['held']));
    expect((await carried()).active).toContain('held');
    expect(await jobView('held')).toMatchObject({ state: 'done' });
    // What the silent worker writes when it comes back does not count.
    expect(lost && (await failJob(lost, 'too late'))).toBeNull();
    expect(await jobView('held')).toMatchObject({ state: 'done', error: null });
    release();
    await silent.close();
  });

  it('stays with a worker that sends heartbeats, whatever the queue delivers', async () => {
    await create('busy');
    const run = await claimJob('busy');
    expect(await claimJob('busy', 6_000)).toBeNull();
    expect(run && (await failJob(run, 'ours to end'))).toBe('failed');
  });
});

describe('the dispatch lease', () => {
  it('passes to another process when its owner no longer responds', async () => {
    await acquireLease('dispatch', 2_000, 'a process that was frozen');
    await create('waits');
    dispatch(2);
    const started = performance.now();
    await soon(async () => expect((await carried()).waiting).toEqual(['waits']));
    expect(performance.now() - started).toBeGreaterThan(1_000);
  });
});
