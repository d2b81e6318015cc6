// The health check: what it says as workers come, fall silent and are replaced.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { watchLoop } from '@/platform/loop-watch';
import { recordWorkerHeartbeat } from '@/platform/worker-heartbeat';
import { call } from './testing/call';
import { openTestStudio, type TestStudio } from './testing/studio';

let studio: TestStudio;

beforeAll(async () => {
  studio = await openTestStudio();
});
afterAll(() => studio.close());

async function beatAll(stuck: string[] = []): Promise<void> {
  await recordWorkerHeartbeat('a', 'separation', { pid: 1, concurrency: 1, provider: 'cpu' });
  await recordWorkerHeartbeat('c', 'cpu', { pid: 3, concurrency: 1, stuck });
}

async function health(path = '/health'): Promise<Record<string, unknown>> {
  const response = await call('GET', path);
  return { ...((await response.json()) as object), http: response.status };
}

/** What was found is remembered for a second, and a busy machine may take its time to answer at all. */
const says = (expected: object, path?: string) =>
  vi.waitFor(async () => expect(await health(path)).toMatchObject(expected), {
    timeout: 20_000,
    interval: 300,
  });

/** `ill` with a message about `part`, possibly among others. */
const illOf = (part: string) => expect.arrayContaining([expect.stringContaining(part)]);

it('is degraded without workers, and well with one of each kind', async () => {
  await says({
    http: 200,
    status: 'degraded',
    database: 'ok',
    queue: 'ok',
    storage: 'ok',
    ill: ['No separation worker is responding.', 'No cpu worker is responding.'],
    workers: [],
  });
  await recordWorkerHeartbeat('a', 'separation', { pid: 1, concurrency: 1, provider: 'cpu' });
  await recordWorkerHeartbeat('b', 'cpu', { pid: 2, concurrency: 2 });
  await says({
    status: 'ok',
    ill: [],
    workers: [
      { kind: 'cpu', alive: true, concurrency: 2 },
      { kind: 'separation', alive: true, provider: 'cpu' },
    ],
  });
  expect(JSON.stringify(await health())).not.toContain('pid');
});

it('reports a silent worker until another one replaces it', async () => {
  const { prisma } = studio.database;
  await prisma.heartbeat.update({ where: { id: 'b' }, data: { lastSeen: new Date(Date.now() - 60_000) } });
  await says({ status: 'degraded', workers: [{ kind: 'cpu', alive: false }, {}] });
  await beatAll();
  await says({ status: 'ok', workers: [{ kind: 'cpu', alive: true }, {}] });
});

it('names a loop that does not get on, and is unavailable only when edits are not stored', async () => {
  await beatAll();
  const dispatching = watchLoop('dispatching jobs', 0);
  dispatching.due();
  const stuck = { name: 'dispatching jobs', status: 'stuck', waiting_s: expect.any(Number) };
  const loops = expect.arrayContaining([stuck]);
  await says({ http: 200, status: 'degraded', loops, ill: illOf('dispatching jobs') });
  await says({ http: 200, status: 'degraded', ill: illOf('dispatching jobs') }, '/health/ready');
  dispatching.end();
  const storing = watchLoop('storing edits', 0);
  storing.due();
  await says({ http: 503, status: 'unavailable', ill: illOf('storing edits') }, '/health/ready');
  await says({ http: 200, status: 'ok' }, '/health/live');
  storing.idle();
  await beatAll();
  await says({ http: 200, status: 'ready', ill: [] }, '/health/ready');
  storing.end();
});

it('reports a worker that is alive but makes no progress', async () => {
  await beatAll(['listening to isomix']);
  await says({ status: 'degraded', ill: illOf('listening to isomix') });
  await beatAll();
});

it('says why a worker that lives takes no jobs', async () => {
  await beatAll();
  const problem = "The disk of this worker's temporary files is full.";
  await recordWorkerHeartbeat('d', 'cpu', { pid: 4, concurrency: 0, problem });
  await says({ http: 200, status: 'degraded', ill: [`A cpu worker takes no jobs: ${problem}`] });
  await recordWorkerHeartbeat('d', 'cpu', { pid: 4, concurrency: 1, problem: null });
  await says({ status: 'ok', ill: [] });
});

it('says that the clock of this process is not that of the database', async () => {
  await beatAll();
  const now = Date.now;
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => now() + 40 * 86_400_000);
  await says({ http: 200, status: 'degraded', ill: illOf('40 days behind that of this web process') });
  clock.mockRestore();
  await beatAll();
  await says({ status: 'ok', ill: [] });
});

it('looks once, however many ask', async () => {
  await pause(1_100);
  let statements = 0;
  studio.database.pool.on('acquire', () => {
    statements += 1;
  });
  await Promise.all(Array.from({ length: 50 }, () => call('GET', '/health')));
  expect(statements).toBeLessThan(10);
});
