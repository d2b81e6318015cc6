// The health check: what it says as workers come, fall silent and are replaced.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { beatWorker } from '@/server/shared/worker-heartbeat';
import { call } from './testing/call';
import { openTestStudio, type TestStudio } from './testing/studio';

let studio: TestStudio;

beforeAll(async () => {
  studio = await openTestStudio();
});
afterAll(() => studio.close());

async function health(): Promise<Record<string, unknown>> {
  const response = await call('GET', '/health');
  return { ...((await response.json()) as object), http: response.status };
}

it('is degraded without workers, and well with one of each kind', async () => {
  expect(await health()).toMatchObject({
    http: 200,
    status: 'degraded',
    database: 'ok',
    queue: 'ok',
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
