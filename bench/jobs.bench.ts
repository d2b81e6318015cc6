// Jobs: how many a second go through the whole pipeline, beside the bare queue, and how fast a killed one restarts.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DEFAULT_MIX } from '@/document/schema';
import { closeBus } from '@/platform/bus';
import { closeDatabase, getPrisma } from '@/platform/database/client';
import { startEmbeddedPostgres } from '@/platform/database/embedded';
import { migrateDatabase } from '@/platform/database/migrate';
import { createJob } from '@/platform/job-store';
import type { ExportOptions } from '@/platform/jobs/export-options';
import { renderMixJob } from '@/platform/jobs/render-mix';
import { closeQueues, getQueue, openQueueWorker } from '@/platform/queue';
import { startDispatcher } from '@/server/jobs/dispatcher';
import { HOLD } from './jobs-worker';

const JOBS = 1_000;
const CONCURRENCY = 8;
const PEOPLE = 20;
const KILLS = 3;

const db = () => getPrisma();

async function ask(title: string, person: number): Promise<string> {
  const id = `bench-${randomBytes(8).toString('hex')}`;
  const options: ExportOptions = {
    format: 'wav',
    bitDepth: 24,
    sampleRate: 44_100,
    stems: null,
    processing: 'strip',
    click: false,
    range: null,
    loudnessLufs: null,
    tailSamples: 0,
    tags: { title },
  };
  const input = {
    mixId: id,
    options,
    cover: null,
    mix: DEFAULT_MIX,
    soloed: [],
    stems: [],
    sampleRate: 44_100,
    lengthSamples: 44_100,
  };
  await createJob(db(), renderMixJob, { id, input, requestedBy: `person-${person}` });
  return id;
}

async function spawnWorker(): Promise<ChildProcess> {
  const file = fileURLToPath(new URL('./jobs-worker.ts', import.meta.url));
  const stdio = ['ignore', 'inherit', 'ignore', 'ipc'] as const;
  const child = spawn(process.execPath, ['--import', 'tsx', file, String(CONCURRENCY)], {
    stdio: [...stdio],
  });
  await once(child, 'message');
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

/** Waits until `count` jobs are in a state. */
async function waitFor(where: { id?: string; state: 'running' | 'done' }, count = 1): Promise<void> {
  while ((await db().job.count({ where })) < count) await delay(20);
}

/** Jobs a second from the request to the written result, every one claimed, written and announced. */
async function measurePipeline(): Promise<number> {
  const worker = await spawnWorker();
  const dispatcher = startDispatcher();
  const began = performance.now();
  for (let index = 0; index < JOBS; index++) await ask('nothing', index % PEOPLE);
  await waitFor({ state: 'done' }, JOBS);
  const perSecond = (1_000 * JOBS) / (performance.now() - began);
  await dispatcher.close();
  await end(worker, 'SIGTERM');
  return perSecond;
}

/** The peer: the same number of jobs through the bare queue, with no row, no turns and no result behind them. */
async function measureBareQueue(): Promise<number> {
  let finished = 0;
  const worker = openQueueWorker('separation', async () => void finished++, { concurrency: CONCURRENCY });
  await worker.ready;
  const queue = getQueue('separation');
  const began = performance.now();
  for (let index = 0; index < JOBS; index++) await queue.enqueue(`bare-${index}`, 'nothing');
  while (finished < JOBS) await delay(5);
  const perSecond = (1_000 * JOBS) / (performance.now() - began);
  await worker.close();
  return perSecond;
}

/** Seconds from kill -9 of a worker in the middle of a job until another worker has finished it. */
async function measureRestart(): Promise<number> {
  const victim = await spawnWorker();
  const dispatcher = startDispatcher();
  const id = await ask(HOLD, 0);
  await waitFor({ id, state: 'running' });
  // Killed at any moment of the lock's life, as in reality.
  await delay(3_000 + Math.random() * 5_000);
  const heir = await spawnWorker();
  const killed = performance.now();
  await end(victim, 'SIGKILL');
  await waitFor({ id, state: 'done' });
  const seconds = (performance.now() - killed) / 1_000;
  await dispatcher.close();
  await end(heir, 'SIGTERM');
  return seconds;
}

const directory = await mkdtemp(path.join(os.tmpdir(), 'isomix-bench-jobs-'));
const server = await startEmbeddedPostgres({ directory: path.join(directory, 'postgres') });
process.env.DATABASE_URL = server.url;
process.env.DATA_DIR = directory;
try {
  await migrateDatabase(server.url);
  const bare = await measureBareQueue();
  const pipeline = await measurePipeline();
  const restarts: number[] = [];
  for (let kill = 0; kill < KILLS; kill++) restarts.push(await measureRestart());
  console.log(
    JSON.stringify({
      queue: process.env.REDIS_URL ? 'Redis' : 'PostgreSQL',
      jobs: JOBS,
      concurrency: CONCURRENCY,
      pipeline_jobs_per_s: Math.round(pipeline),
      bare_queue_jobs_per_s: Math.round(bare),
      restart_after_kill_s: restarts.map((seconds) => Number(seconds.toFixed(1))),
    }),
  );
} finally {
  await closeQueues();
  await closeBus();
  await closeDatabase();
  await server.stop();
  await rm(directory, { recursive: true, force: true });
}
