// Real web and worker processes whose lines to database and queue go silent: jobs go on, and health says what is ill.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { createJob, requestCancel } from '@/platform/job-store';
import { separationJob } from '@/platform/jobs/separation';
import { repositoryRoot } from '@/platform/repository-root';
import { hasRedis, type RedisServer, startRedis } from '@/platform/testing/redis-server';
import { testHash } from '@/platform/testing/rows';
import { TcpProxy } from '@/platform/testing/tcp-proxy';

const NODE = fileURLToPath(new URL('./testing/node-process.ts', import.meta.url));
const WORKER = path.join(repositoryRoot(), 'workers/runtime/testing/test-worker.ts');

if (!hasRedis()) console.warn('redis-server is not installed: the tests of the queue on Redis are skipped.');

/** One program, the lines it goes over, and the port it answers on. */
interface Program {
  readonly child: ChildProcess;
  readonly database: TcpProxy;
  readonly redis: TcpProxy | undefined;
  readonly port: number;
}

let database: TestDatabase;
const folder = mkdtempSync(path.join(tmpdir(), 'isomix-silence-'));
beforeAll(async () => {
  database = await openTestDatabase();
}, 240_000);
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

async function start(program: string, redis: RedisServer | undefined): Promise<Program> {
  const proxies = {
    database: await TcpProxy.open(database.url),
    redis: redis && (await TcpProxy.open(redis.url)),
  };
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    DATABASE_URL: proxies.database.urlOf(database.url),
    DATA_DIR: folder,
    LOG_LEVEL: 'error',
    NEXTAUTH_SECRET: 'a secret that nothing here uses, of a fitting length',
  };
  if (redis && proxies.redis) env.REDIS_URL = proxies.redis.urlOf(redis.url);
  const child = spawn(process.execPath, ['--import', 'tsx', program], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env,
  });
  const [message] = (await once(child, 'message')) as [{ port?: number }];
  return { child, ...proxies, port: message.port ?? 0 };
}

async function end({ child, database: line, redis }: Program): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
  await line.close();
  await redis?.close();
}

async function ask(modelId: string): Promise<string> {
  const id = `job-${randomUUID()}`;
  const input = { sha256: testHash(id), modelId };
  await createJob(database.prisma, separationJob, { id, input, requestedBy: null });
  return id;
}

/** Seconds until the row of a job looks as expected. */
async function secondsUntil(id: string, expected: object, withinS: number): Promise<number> {
  const began = performance.now();
  const look = async () =>
    expect(await database.prisma.job.findUniqueOrThrow({ where: { id } })).toMatchObject(expected);
  await vi.waitFor(look, { timeout: withinS * 1_000, interval: 100 });
  return Math.round((performance.now() - began) / 100) / 10;
}

const DONE = { state: 'done', attempts: 1 };

interface HealthAnswer {
  readonly status: string;
  readonly ill: readonly string[];
}

async function health({ port }: Program): Promise<HealthAnswer> {
  return (await (await fetch(`http://127.0.0.1:${port}/api/v1/health`)).json()) as HealthAnswer;
}

describe.each([
  { queue: 'PostgreSQL', wantsRedis: false },
  { queue: 'Redis', wantsRedis: true },
])('with the queue on $queue', ({ queue, wantsRedis }) => {
  let redis: RedisServer | undefined;
  let first: Program;
  let second: Program;
  let worker: Program;
  const more: Program[] = [];
  const isSkipped = wantsRedis && !hasRedis();
  const report = (what: string, seconds: number) => console.warn(`${queue}: ${what}: ${seconds} s`);

  beforeAll(async () => {
    if (isSkipped) return;
    redis = wantsRedis ? await startRedis() : undefined;
    // The first acquires the lease before the second is there.
    first = await start(NODE, redis);
    [second, worker] = await Promise.all([start(NODE, redis), start(WORKER, redis)]);
    await secondsUntil(await ask('quick'), DONE, 60);
  }, 240_000);
  afterEach(async () => {
    if (isSkipped) return;
    first.child.kill('SIGCONT');
    for (const program of [first, second, worker]) {
      program.database.mode = 'pass';
      if (program.redis) program.redis.mode = 'pass';
    }
    await Promise.all(more.splice(0).map(end));
    await secondsUntil(await ask('quick'), { state: 'done' }, 90);
  }, 120_000);
  afterAll(async () => {
    if (isSkipped) return;
    await Promise.all([first, second, worker].map(end));
    await redis?.stop();
  });

  it.skipIf(isSkipped)('starts jobs within 20 s when the dispatching node goes silent', async () => {
    first.database.blackhole();
    report('jobs after silent database connections', await secondsUntil(await ask('quick'), DONE, 20));
    first.database.mode = 'hole';
    report('jobs while a node has lost the database', await secondsUntil(await ask('quick'), DONE, 20));
    await expect
      .poll(() => health(first), { timeout: 30_000 })
      .toMatchObject({
        status: 'error',
        ill: expect.arrayContaining(['The database does not answer.']),
      });
    expect(await health(second)).toMatchObject({ status: expect.not.stringMatching('error') });
  });

  it.skipIf(isSkipped)('starts jobs within 20 s when the dispatching node is frozen', async () => {
    for (const node of [first, second]) {
      node.child.kill('SIGSTOP');
      report('jobs while a node is frozen', await secondsUntil(await ask('quick'), DONE, 20));
      node.child.kill('SIGCONT');
    }
  });

  it.skipIf(isSkipped)('starts jobs within 20 s after the line of the idle worker went silent', async () => {
    worker.database.blackhole();
    worker.redis?.blackhole();
    report('jobs after silent lines of the worker', await secondsUntil(await ask('quick'), DONE, 20));
  });

  it.skipIf(isSkipped || !wantsRedis)('starts jobs within 20 s when lines to Redis are silent', async () => {
    first.redis?.blackhole();
    second.redis?.blackhole();
    report('jobs after silent Redis connections', await secondsUntil(await ask('quick'), DONE, 20));
    if (first.redis) first.redis.mode = 'hole';
    report('jobs while a node has lost Redis', await secondsUntil(await ask('quick'), DONE, 20));
    await expect
      .poll(() => health(first), { timeout: 30_000 })
      .toMatchObject({
        status: 'degraded',
        ill: expect.arrayContaining(['The job queue does not answer.']),
      });
    await expect
      .poll(async () => (await health(second)).ill, { timeout: 30_000 })
      .not.toContain('The job queue does not answer.');
  });

  it.skipIf(isSkipped)('gives the job of a worker on a dead line to another one within 60 s', async () => {
    worker.database.mode = 'pass';
    const id = await ask('never_ends');
    await secondsUntil(id, { state: 'running', attempts: 1 }, 30);
    more.push(await start(WORKER, redis));
    worker.database.mode = 'hole';
    report('taken over', await secondsUntil(id, { state: 'running', attempts: 2 }, 60));
    worker.database.mode = 'pass';
    // The worker that was cut off finds out that it lost the job, and takes others again.
    await pause(2_000);
    report('jobs of the worker that came back', await secondsUntil(await ask('quick'), DONE, 40));
    expect(await database.prisma.job.findUniqueOrThrow({ where: { id } })).toMatchObject({
      state: 'running',
      attempts: 2,
    });
    await requestCancel(id);
  });
});
