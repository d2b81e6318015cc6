// The commands that give and take access: tokens are made, listed and revoked, people signed out, on a real database.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { startSession } from '@/platform/accounts/sessions';
import { closeDatabase, type Database, openDatabase, setDatabase } from '@/platform/database/client';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { tokenCommand } from './token';
import { userCommand } from './user';

const EMAIL = 'ana@example.com';

let database: TestDatabase;
/** A connection that the commands do not close. */
let own: Database;
let userId: string;
let printed: string[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
  own = openDatabase(database.url);
  ({ id: userId } = await own.prisma.user.create({ data: { email: EMAIL, name: 'Ana' } }));
});
afterAll(async () => {
  await own.prisma.$disconnect();
  await own.pool.end();
  await database.close();
});
beforeEach(() => {
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line));
});
afterEach(() => vi.restoreAllMocks());

it('makes, lists and revokes tokens', async () => {
  const create = [
    'create',
    '--email',
    EMAIL,
    '--label',
    'backup',
    '--scope',
    'read',
    '--expires-in-days',
    '7',
  ];
  expect(await tokenCommand.run(create)).toBe(0);
  const [token = ''] = printed;
  expect(token).toMatch(/^isomix_[\w-]{43}$/);
  await tokenCommand.run(['list', '--email', EMAIL]);
  expect(printed[1]).not.toContain(token);
  const [listed] = JSON.parse(printed[1] ?? '').tokens as [{ id: string; expires_at: string }];
  expect(listed).toMatchObject({ label: 'backup', scopes: ['read'], last_used_at: null });
  expect(Date.parse(listed.expires_at)).toBeGreaterThan(Date.now() + 6 * 24 * 3_600_000);
  await tokenCommand.run(['revoke', '--email', EMAIL, '--id', listed.id]);
  expect(await own.prisma.apiToken.count()).toBe(0);
  await expect(tokenCommand.run(['revoke', '--email', EMAIL, '--id', listed.id])).rejects.toThrow(
    'has no token',
  );
});

it('signs somebody out, and revokes their tokens when asked to', async () => {
  setDatabase(openDatabase(database.url));
  await startSession(userId, null);
  await startSession(userId, null);
  await closeDatabase();
  await tokenCommand.run(['create', '--email', EMAIL]);
  await userCommand.run(['sign-out', '--email', EMAIL]);
  expect([await own.prisma.session.count(), await own.prisma.apiToken.count()]).toEqual([0, 1]);
  await userCommand.run(['sign-out', '--email', EMAIL, '--tokens']);
  expect(await own.prisma.apiToken.count()).toBe(0);
  expect(printed.slice(1)).toEqual([
    `${EMAIL} is signed out: 2 sessions ended.`,
    `${EMAIL} is signed out: 0 sessions ended and 1 API tokens revoked.`,
  ]);
});

it('explains what it cannot do', async () => {
  await expect(userCommand.run(['sign-out', '--email', 'nobody@example.com'])).rejects.toThrow('no account');
  await expect(tokenCommand.run(['steal'])).rejects.toThrow('Usage');
  await expect(tokenCommand.run(['create', '--email', EMAIL, '--scope', 'all'])).rejects.toThrow('scope');
});
