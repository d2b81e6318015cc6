// Killing the server in the middle of editing loses nothing that was acknowledged.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closeBus } from '@/platform/bus';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { addClients, countLossesOverKills } from './testing/load';
import { startStudioProcess } from './testing/spawn-server';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  await closeBus();
  await database.close();
});

it('keeps every acknowledged edit over two kills', async () => {
  const crowd = await addClients(8, 2);
  const start = () => startStudioProcess(database.url);
  const { acknowledged, lost } = await countLossesOverKills(crowd, 2, 400, { moves: 20, presence: 5 }, start);
  expect(acknowledged).toBeGreaterThan(0);
  expect(lost).toBe(0);
}, 60_000);
