// The health check: what it says as workers come, fall silent and are replaced.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { watchLoop } from '@/server/shared/loop-watch';
import { beatWorker } from '@/server/shared/worker-heartbeat';
import { call } from './testing/call';
import { openTestStudio, type TestStudio } from './testing/studio';

let studio: TestStudio;

beforeAll(async () => {
  studio = await openTestStudio();
});
afterAll(() => studio.close());

/** What was found is remembered for a second. */
async function health(path = '/health'): Promise<Record<string, unknown>> {
  await pause(1_100);
  const response = await call('GET', path);
  return { ...((await response.json()) as object), http: response.status };
}

it('is degraded without workers, and well with one of each kind', async () => {
  expect(await health()).toMatchObject({
    http: 200,
    status: 'degraded',
    database: 'ok',
    queue: 'ok',
    storage: 'ok',
    workers: [],
  });
  await beatWorker('a', 'separation', { pid: 1, concurrency: 1, provider: 'cpu' });
  await beatWorker('b', 'cpu', { pid: 2, concurrency: 2 });
  expect(await health()).toMatchObject({
    status: 'ok',
    workers: [
      { kind: 'cpu', alive: true, concurrency: 2 },
      { kind: 'separation', alive: true, provider: 'cpu' },
    ],
  });
  expect(JSON.stringify(await health())).not.toContain('pid');
});

it('tells of a silent worker until another takes its place', async () => {
  const { prisma } = studio.database;
  await prisma.heartbeat.update({ where: { id: 'b' }, data: { lastSeen: new Date(Date.now() - 60_000) } });
  expect(await health()).toMatchObject({ status: 'degraded', workers: [{ kind: 'cpu', alive: false }, {}] });
  await beatWorker('c', 'cpu', { pid: 3, concurrency: 1 });
  expect(await health()).toMatchObject({ status: 'ok', workers: [{ kind: 'cpu', alive: true }, {}] });
});

it('names a loop that does not get on, and is unavailable only when edits are not stored', async () => {
  const dispatching = watchLoop('dispatching jobs', 0);
  dispatching.due();
  expect(await health()).toMatchObject({
    http: 200,
    status: 'degraded',
    loops: expect.arrayContaining([
      { name: 'dispatching jobs', status: 'stuck', waiting_s: expect.any(Number) },
    ]),
    ill: [expect.stringContaining('dispatching jobs')],
  });
  expect(await health('/health/ready')).toMatchObject({ http: 200, status: 'degraded' });
  dispatching.end();
  const storing = watchLoop('storing edits', 0);
  storing.due();
  expect(await health('/health/ready')).toMatchObject({ http: 503, status: 'unavailable' });
  expect(await health('/health/live')).toMatchObject({ http: 200, status: 'ok' });
  storing.rest();
  expect(await health('/health/ready')).toMatchObject({ http: 200, status: 'ready', ill: [] });
  storing.end();
});

it('tells of a worker that lives and does not get on', async () => {
  await beatWorker('c', 'cpu', { pid: 3, concurrency: 1, stuck: ['listening to isomix'] });
  expect(await health()).toMatchObject({ status: 'degraded', ill: [expect.stringContaining('listening')] });
  await beatWorker('c', 'cpu', { pid: 3, concurrency: 1, stuck: [] });
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
