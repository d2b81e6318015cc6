// A reverse proxy that the studio is not configured for: detected in requests, and warned about at the next
// start.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { parseEnv } from '@/platform/env';
import { PROXY_SEEN_SETTING, proxyCheck } from '@/platform/preflight/proxy';
import { isNearby, recordProxy } from './proxy-record';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

it.each([
  ['127.0.0.1', true],
  ['::1', true],
  ['::ffff:10.1.2.3', true],
  ['172.20.0.3', true],
  ['fd00::3', true],
  ['203.0.113.9', false],
  ['2001:db8::1', false],
  ['', false],
])('takes %s for a proxy of ours: %s', (peer, expected) => {
  expect(isNearby(peer)).toBe(expected);
});

it('warns at the next start, until the proxy is trusted or has not been seen for long', async () => {
  const env = parseEnv({});
  const states = async (settings = env) =>
    (await proxyCheck(settings, database.url).run()).map(({ state }) => state);
  expect(await states()).toEqual(['ok']);
  recordProxy('203.0.113.9');
  recordProxy('10.0.0.1');
  const { prisma } = database;
  const seen = () => prisma.setting.findUnique({ where: { name: PROXY_SEEN_SETTING } });
  await expect.poll(seen).not.toBeNull();
  expect(await states()).toEqual(['warning']);
  expect(await states({ ...env, TRUST_PROXY: true })).toEqual([]);
  await prisma.$executeRaw`UPDATE "Setting" SET "updatedAt" = "updatedAt" - interval '8 days'`;
  expect(await states()).toEqual(['ok']);
});
