// A worker whose machine is sick takes no jobs: they go to others or wait, none fails, and it resumes by itself.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { closeBus } from '@/platform/bus';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { fairOrder } from '@/platform/job-order';
import { createJob, jobView, requestCancel } from '@/platform/job-store';
import { separationJob } from '@/platform/jobs/separation';
import { closeQueues, getQueue } from '@/platform/queue';
import { testHash } from '@/platform/testing/rows';
import { listWorkers } from '@/platform/worker-heartbeat';
import { backoffS } from './run-outcome';
import { type RunningWorker, startWorker } from './run-worker';
import { TEST_TIMES, testSeparation } from './testing/test-processor';
import type { WorkerProblem } from './worker-problem';

const root = mkdtempSync(path.join(os.tmpdir(), 'isomix-unfit-'));
process.env.DATA_DIR = path.join(root, 'well');
const full = path.join(root, 'full');
mkdirSync(full);

/** Mounts a 6 MB file system, which takes root; null says why it could not. */
function mountSmall(): string | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', full], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return `no small file system can be mounted here: ${String(error).split('\n')[0]}`;
  }
}
const noMount = mountSmall();

let database: TestDatabase;
let worker: RunningWorker | undefined;
let dispatching: NodeJS.Timeout | undefined;
let child: ChildProcess | undefined;
let found: WorkerProblem | null = null;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterEach(async () => {
  child?.kill('SIGTERM');
  if (child && child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  child = undefined;
  clearInterval(dispatching);
  await worker?.close();
  worker = undefined;
  found = null;
});
afterAll(async () => {
  await closeQueues();
  await closeBus();
  await database.close();
  if (noMount === null) execFileSync('umount', [full]);
  rmSync(root, { recursive: true });
});

const startHere = async (checkEveryMs = 300) => {
  worker = await startWorker({
    queue: 'separation',
    concurrency: 1,
    registrations: [testSeparation],
    checks: [async () => found],
    times: { ...TEST_TIMES, checkEveryMs },
  });
};

async function request(modelId: string): Promise<string> {
  const id = `job-${modelId}`;
  const input = { sha256: testHash(modelId), modelId };
  await createJob(database.prisma, separationJob, { id, input, requestedBy: null });
  return id;
}

/** Carries the jobs whose turn it is to the workers, as a dispatcher does. */
function startDispatching(): void {
  dispatching = setInterval(async () => {
    for (const { id, name } of await fairOrder(database.prisma, 'separation', 4)) {
      await getQueue('separation').enqueue(id, name);
    }
  }, 300);
}

const rowOf = (id: string) => database.prisma.job.findUniqueOrThrow({ where: { id } });
const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 50 });

/** Starts a worker process beside the one of this test, on a data folder of its own. */
async function startOther(dataDir: string, minFree?: number): Promise<void> {
  const file = fileURLToPath(new URL('./testing/test-worker.ts', import.meta.url));
  const env = { ...process.env, DATA_DIR: dataDir, TEST_MIN_FREE: String(minFree ?? '') };
  child = spawn(process.execPath, ['--import', 'tsx', file], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env,
  });
  await once(child, 'message');
}

describe('a worker whose disk runs full in the middle of a job', () => {
  it('requeues it without counting the attempt, says so, and resumes when the disk has room', async () => {
    await startHere(60_000);
    const id = await request('fills_the_disk');
    await getQueue('separation').enqueue(id, separationJob.name);
    await eventually(async () =>
      expect(await rowOf(id)).toMatchObject({ state: 'queued', interruptions: 1, attempts: 0 }),
    );
    await eventually(async () =>
      expect((await listWorkers()).map(({ details }) => details)).toEqual([
        expect.objectContaining({ problem: expect.stringContaining('full'), concurrency: 0 }),
      ]),
    );
    await requestCancel(id);
    const next = await request('quick');
    await getQueue('separation').enqueue(next, separationJob.name);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await rowOf(next)).toMatchObject({ state: 'queued' });
    expect(await jobView(next)).toMatchObject({ stage: 'waiting for a worker', etaS: null });
    await worker?.close();
    await startHere();
    startDispatching();
    await eventually(async () => expect(await rowOf(next)).toMatchObject({ state: 'done' }));
  });

  it('fails a job that no worker had room for, with a message', async () => {
    await startHere();
    const id = await request('fills_the_disk');
    await database.prisma.job.update({ where: { id }, data: { interruptions: 10 } });
    await getQueue('separation').enqueue(id, separationJob.name);
    await eventually(async () =>
      expect(await rowOf(id)).toMatchObject({
        state: 'failed',
        error: 'The storage is full; nothing was saved.',
      }),
    );
  });
});

describe('a worker that lacks something', () => {
  it('takes nothing until a check finds it fit again', async () => {
    found = { kind: 'program', message: 'ffmpeg is not installed.' };
    await startHere();
    startDispatching();
    const id = await request('works');
    await eventually(async () =>
      expect((await listWorkers()).map(({ details }) => details.problem)).toEqual([
        'ffmpeg is not installed.',
      ]),
    );
    expect(await rowOf(id)).toMatchObject({ state: 'queued', attempts: 0 });
    found = null;
    await eventually(async () => expect(await rowOf(id)).toMatchObject({ state: 'done', attempts: 1 }));
  });
});

describe.skipIf(noMount !== null)(
  `a worker on a 6 MB disk beside a healthy one (${noMount ?? 'mounted'})`,
  () => {
    it.each([
      ['knows it from the start', undefined],
      ['finds out in the middle of a job', 0],
    ])('%s, and 0 of 8 jobs fail', async (_name, minFree) => {
      await startOther(full, minFree);
      const ids: string[] = [];
      for (let n = 1; n <= 8; n++) ids.push(await request(`needs_room_${n}${minFree ?? 9}`));
      startDispatching();
      await startHere();
      await eventually(async () => {
        const rows = await database.prisma.job.findMany({ where: { id: { in: ids } } });
        expect(rows.filter(({ state }) => state === 'failed')).toEqual([]);
        expect(rows.map(({ state }) => state)).toEqual(ids.map(() => 'done'));
      });
      const sick = (await listWorkers()).filter(({ details }) => details.pid === child?.pid);
      expect(sick.map(({ details }) => details)).toEqual([
        expect.objectContaining({ problem: expect.stringContaining('full'), concurrency: 0 }),
      ]);
    });
  },
);

describe('a job whose storage is unavailable', () => {
  it('waits without losing an attempt, and its stage says until when', async () => {
    await startHere();
    const id = await request('storage_away');
    await getQueue('separation').enqueue(id, separationJob.name);
    await eventually(async () =>
      expect(await rowOf(id)).toMatchObject({ state: 'queued', interruptions: 1, attempts: 0 }),
    );
    const { stage, retryAt } = await rowOf(id);
    expect(stage).toMatch(
      /^The audio storage does not answer at the moment; the studio tries again at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
    );
    expect(retryAt).toBeInstanceOf(Date);
    expect(await jobView(id)).toMatchObject({
      state: 'queued',
      queuePosition: null,
      etaS: null,
      error: null,
    });
    // It is nobody's turn until then; afterwards it comes back by itself, with more time to the next try.
    startDispatching();
    await database.prisma.job.update({ where: { id }, data: { retryAt: new Date(0) } });
    await eventually(async () =>
      expect(await rowOf(id)).toMatchObject({ state: 'queued', interruptions: 2, attempts: 0 }),
    );
    await requestCancel(id);
  });

  it('waits longer from time to time, up to a quarter of an hour', () => {
    expect([0, 1, 2, 3, 4, 50].map(backoffS)).toEqual([10, 30, 60, 300, 900, 900]);
  });

  it('fails in the end, after about a day', async () => {
    await startHere();
    const id = await request('storage_away');
    await database.prisma.job.update({ where: { id }, data: { interruptions: 96 } });
    await getQueue('separation').enqueue(id, separationJob.name);
    await eventually(async () =>
      expect(await rowOf(id)).toMatchObject({
        state: 'failed',
        error: expect.stringContaining('audio storage'),
      }),
    );
  });
});
