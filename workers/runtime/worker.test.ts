// A real worker on a real queue and database: success, failure, retry, cancel, shutdown, kill -9.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { closeBus, subscribe } from '@/platform/bus';
import type { BusEvent } from '@/platform/bus-events';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { createJob, jobView, requestCancel } from '@/platform/job-store';
import { separationJob } from '@/platform/jobs/separation';
import { log } from '@/platform/log';
import { closeQueues, getQueue } from '@/platform/queue';
import { addProjectWithSong, testHash } from '@/platform/testing/rows';
import { listWorkers } from '@/platform/worker-heartbeat';
import { type RunningWorker, startWorker } from './run-worker';
import { TEST_TIMES, testSeparation } from './testing/test-processor';

const dataDir = mkdtempSync(path.join(os.tmpdir(), 'isomix-worker-'));
process.env.DATA_DIR = dataDir;

let database: TestDatabase;
let worker: RunningWorker | undefined;
const events: BusEvent[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
  await subscribe((event) => events.push(event));
});
afterEach(async () => {
  await worker?.close();
  worker = undefined;
  events.length = 0;
});
afterAll(async () => {
  await closeQueues();
  await closeBus();
  await database.close();
  rmSync(dataDir, { recursive: true });
});

const start = async () => {
  const setup = {
    queue: 'separation',
    concurrency: 1,
    registrations: [testSeparation],
    times: TEST_TIMES,
  } as const;
  worker = await startWorker(setup);
};

/** Queues a job and enqueues it for the workers, as the dispatcher would. */
async function ask(modelId: string): Promise<string> {
  const id = `job-${modelId}`;
  const input = { sha256: testHash(modelId), modelId };
  await createJob(database.prisma, separationJob, { id, input, requestedBy: null });
  await getQueue('separation').enqueue(id, separationJob.name);
  return id;
}

const reaches = (id: string, shown: object) =>
  vi.waitFor(async () => expect(await jobView(id)).toMatchObject(shown), { timeout: 15_000, interval: 50 });

const workFolders = () => readdirSync(path.join(dataDir, 'tmp')).filter((name) => name.startsWith('job-'));

describe('a worker', () => {
  it('does a job, shows its progress to everybody and puts its things away', async () => {
    await start();
    const id = await ask('works');
    await reaches(id, { state: 'done', stage: 'done', progress: 1, error: null });
    const changes = events.flatMap((event) =>
      event.type === 'job' && event.jobId === id ? event.change : [],
    );
    expect(changes.slice(0, 2)).toEqual(['state', 'state']);
    expect(changes.filter((change) => change === 'progress').length).toBeGreaterThan(1);
    expect(changes.at(-1)).toBe('state');
    expect(workFolders()).toEqual([]);
    await vi.waitFor(async () => expect((await getQueue('separation').enqueued()).active).toEqual([]));
  });

  it('offers the stems to every project, once', async () => {
    const projects = [
      await addProjectWithSong(database.prisma, 'a'),
      await addProjectWithSong(database.prisma, 'a'),
    ];
    const jobId = projects[0]?.jobId ?? '';
    await getQueue('separation').enqueue(jobId, separationJob.name);
    await start();
    await reaches(jobId, { state: 'done' });
    await getQueue('separation').enqueue(jobId, separationJob.name);
    await reaches(await ask('quick'), { state: 'done' });
    const rows = await database.prisma.outbox.findMany();
    expect(rows.map((row) => row.projectId).sort()).toEqual(
      projects.map((project) => project.projectId).sort(),
    );
  });

  it('reports why a job failed, with a message and without internal details', async () => {
    const logged = vi.spyOn(log, 'error').mockImplementation(() => undefined);
    await start();
    await reaches(await ask('refuses'), { state: 'failed', error: 'There is no sound in this file.' });
    await reaches(await ask('fills_the_storage'), {
      state: 'failed',
      error: 'The storage is full; nothing was saved.',
    });
    expect(logged).not.toHaveBeenCalled();
    for (const defect of [await ask('has_a_defect'), await ask('lies')]) {
      await reaches(defect, { state: 'queued', stage: 'waiting to try again' });
    }
    expect(logged.mock.calls.map(([first]) => first)).toContainEqual(
      expect.objectContaining({ err: new TypeError('secret insides') }),
    );
    await database.prisma.job.update({ where: { id: 'job-has_a_defect' }, data: { attempts: 2 } });
    await vi.waitFor(async () => expect((await getQueue('separation').enqueued()).active).toEqual([]));
    await getQueue('separation').enqueue('job-has_a_defect', separationJob.name);
    await reaches('job-has_a_defect', { state: 'failed', error: expect.stringContaining('unexpected') });
    logged.mockRestore();
  });

  it('tries again what may succeed later', async () => {
    await start();
    const id = await ask('fails_once');
    await reaches(id, { state: 'queued', stage: 'waiting to try again' });
    await vi.waitFor(async () => expect((await getQueue('separation').enqueued()).active).toEqual([]));
    await getQueue('separation').enqueue(id, separationJob.name);
    await reaches(id, { state: 'done', error: null });
  });

  it('stops when the person cancels, and can be asked again', async () => {
    await start();
    const id = await ask('never_ends');
    await reaches(id, { state: 'running' });
    await requestCancel(id);
    await vi.waitFor(async () => expect((await getQueue('separation').enqueued()).active).toEqual([]));
    expect(await jobView(id)).toMatchObject({ state: 'cancelled' });
    expect(workFolders()).toEqual([]);
    await ask('never_ends');
    await reaches(id, { state: 'running' });
    await requestCancel(id);
  });

  it('gives its job back when it is shut down, and says goodbye', async () => {
    await start();
    expect(await listWorkers()).toEqual([expect.objectContaining({ kind: 'separation', alive: true })]);
    const id = await ask('never_ends');
    await reaches(id, { state: 'running' });
    expect(await worker?.close()).toBe(true);
    expect(await database.prisma.job.findUnique({ where: { id } })).toMatchObject({
      state: 'queued',
      attempts: 0,
    });
    expect(await listWorkers()).toEqual([]);
    await requestCancel(id);
  });
});

describe('a worker process', () => {
  const spawnWorker = async (): Promise<ChildProcess> => {
    const file = fileURLToPath(new URL('./testing/test-worker.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', file], {
      stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
    });
    await once(child, 'message');
    return child;
  };
  const ended = async (child: ChildProcess) =>
    child.exitCode === null && child.signalCode === null ? once(child, 'exit') : 0;

  it('that is killed in the middle loses its job to another one, which does it once', async () => {
    const { projectId, jobId } = await addProjectWithSong(database.prisma, 'killed');
    await database.prisma.job.update({
      where: { id: jobId },
      data: { input: { sha256: testHash('killed'), modelId: 'works' } },
    });
    const victim = await spawnWorker();
    await getQueue('separation').enqueue(jobId, separationJob.name);
    await reaches(jobId, { state: 'running', stage: 'separating' });
    victim.kill('SIGKILL');
    await ended(victim);
    expect(workFolders()).toHaveLength(1);
    await start();
    await reaches(jobId, { state: 'done' });
    const { attempts } = await database.prisma.job.findUniqueOrThrow({ where: { id: jobId } });
    expect(attempts).toBeGreaterThan(1);
    expect(await database.prisma.outbox.count({ where: { projectId } })).toBe(1);
    expect(workFolders()).toEqual([]);
  });

  it('ends by itself when its parent is gone, and gives its job back', async () => {
    const child = await spawnWorker();
    const id = await ask('never_ends');
    await reaches(id, { state: 'running' });
    child.disconnect();
    await ended(child);
    expect(child.exitCode).toBe(0);
    expect(await jobView(id)).toMatchObject({ state: 'queued' });
  });
});
