// A thousand people waiting: what a list of exports, a list of projects and one finished job cost.
import { setTimeout as pause } from 'node:timers/promises';
import { closeBus, publish } from '@/platform/bus';
import { getPool } from '@/platform/database/client';
import { startSocketServer } from '@/server/collaboration/testing/server';
import { addPerson } from '@/server/collaboration/testing/studio';
import { mixesOf } from '@/server/mixes/mixes';
import { listProjects } from '@/server/projects/projects';
import { loadNow, quantile } from './support/figures';
import { withDatabase } from './support/throwaway-database';

const WAITING = 1_000;
const LISTED = 100;
const ENDED = 50_000;
/** Places that move when a job ends and are announced one by one. */
const MOVED = 100;
const MAX_MIXES_MS = 50;
const MAX_PROJECTS_MS = 100;
const ROUNDS = 40;

async function fill(userId: string): Promise<string> {
  const projectId = 'busy';
  await getPool().query(
    `INSERT INTO "Project" (id, name, "ownerId", "updatedAt") VALUES ($1, 'busy', $2, now())`,
    [projectId, userId],
  );
  await getPool().query(`INSERT INTO "Membership" ("projectId", "userId", role) VALUES ($1, $2, 'owner')`, [
    projectId,
    userId,
  ]);
  await getPool().query(
    `INSERT INTO "Job" (id, name, queue, state, input, "requestedBy", "createdAt", "startedAt", "finishedAt")
     SELECT 'done-' || n, 'render-mix', 'cpu', 'done', '{"lengthSamples": 4410000, "sampleRate": 44100}',
       'person-' || n % 5000, timezone('UTC', now()) - n * interval '3 seconds',
       timezone('UTC', now()) - n * interval '3 seconds', timezone('UTC', now()) - n * interval '2 seconds'
     FROM generate_series(1, $1::int) n`,
    [ENDED],
  );
  await getPool().query(
    `INSERT INTO "Job" (id, name, queue, input, "requestedBy")
     SELECT 'mix-job-' || n, 'render-mix', 'cpu', '{"lengthSamples": 4410000, "sampleRate": 44100}', 'waiting-' || n
     FROM generate_series(1, $1::int) n`,
    [WAITING],
  );
  await getPool().query(
    `INSERT INTO "Mix" (id, "projectId", "jobId", format, "bitDepth", "requestedBy")
     SELECT 'mix-' || n, $1, 'mix-job-' || n, 'mp3', 16, $2 FROM generate_series(1, $3::int) n`,
    [projectId, userId, LISTED],
  );
  await getPool().query('ANALYZE');
  return projectId;
}

/** Scans of the table of jobs so far, by any plan. */
async function scans(): Promise<number> {
  // Sessions report what they did when they rest for a moment.
  await pause(1_500);
  const { rows } = await getPool().query<{ scans: string }>(
    `SELECT coalesce(seq_scan, 0) + coalesce(idx_scan, 0) AS scans FROM pg_stat_user_tables WHERE relname = 'Job'`,
  );
  return Number(rows[0]?.scans);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

const spread = (ms: readonly number[]): string =>
  `p50 ${quantile(ms, 0.5).toFixed(1)}  p99 ${quantile(ms, 0.99).toFixed(1)} ms`;

await withDatabase(async () => {
  const server = await startSocketServer();
  const { id: userId } = await addPerson('Ada');
  const projectId = await fill(userId);
  await mixesOf(projectId);

  const mixes: number[] = [];
  for (let i = 0; i < ROUNDS; i++) mixes.push(await timed(() => mixesOf(projectId)));
  const together = await timed(() => Promise.all(Array.from({ length: 30 }, () => mixesOf(projectId))));
  console.log(
    `  ${LISTED} queued exports listed: ${spread(mixes)}; 30 lists at once ${together.toFixed(0)} ms`,
  );

  const before = await scans();
  for (let n = 1; n <= MOVED; n++)
    await publish({ type: 'job', jobId: `mix-job-${n}`, name: 'render-mix', change: 'progress' });
  const projects: number[] = [];
  for (let i = 0; i < ROUNDS; i++) projects.push(await timed(() => listProjects(userId)));
  const cost = (await scans()) - before;
  console.log(
    `  one finished job, ${MOVED} places moved, nobody watching: ${cost} scans of Job in this process`,
  );
  console.log(`  projects listed meanwhile: ${spread(projects)};  load ${loadNow()}`);
  if (quantile(mixes, 0.5) > MAX_MIXES_MS || quantile(projects, 0.99) > MAX_PROJECTS_MS) process.exitCode = 1;
  await server.stop();
  await closeBus();
});
