// The database behind a proxy that stops responding: every path to it fails within its deadline and recovers
// by itself.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DeadlineError } from '@/platform/deadline';
import { NotificationListener } from '@/platform/notification-listener';
import { TcpProxy } from '@/platform/testing/tcp-proxy';
import { asMaintenance, type Database, getPool, openDatabase, setDatabase } from './client';
import type { PoolTimes } from './studio-pool';
import { openTestDatabase, type TestDatabase } from './testing/test-database';

const TIMES: PoolTimes = {
  statementMs: 1_000,
  deadlineMs: 1_500,
  connectMs: 5_000,
  idleInTransactionMs: 500,
};

let server: TestDatabase;
let proxy: TcpProxy;
let database: Database;

beforeAll(async () => {
  server = await openTestDatabase();
});
beforeEach(async () => {
  proxy = await TcpProxy.open(server.url);
  database = openDatabase(proxy.urlOf(server.url), { times: TIMES });
});
afterEach(async () => {
  await database.close();
  await proxy.close();
});
afterAll(() => server.close());

const query = (text: string) => database.pool.query(text);
/** Opens `count` connections and leaves them idle in the pool. */
const fill = (count: number) =>
  Promise.all(Array.from({ length: count }, () => query('SELECT pg_sleep(0.05)')));

describe('a pool whose connections went silent', () => {
  it('fails the statement that finds out, and no other', async () => {
    await fill(8);
    expect(database.pool.totalCount).toBe(8);
    proxy.blackhole();
    await expect(query('SELECT 1')).rejects.toMatchObject({
      constructor: DeadlineError,
      dependency: 'database',
    });
    for (let turn = 0; turn < 12; turn++) expect((await query('SELECT 1')).rowCount).toBe(1);
  });

  it('recovers a transaction of Prisma without releasing its connection', async () => {
    await fill(2);
    let silenced = false;
    const broken = database.prisma.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1`;
      proxy.blackhole();
      silenced = true;
      await tx.$queryRaw`SELECT 2`;
    });
    await expect(broken).rejects.toThrow();
    expect(silenced).toBe(true);
    expect(await database.prisma.$transaction((tx) => tx.project.count())).toBe(0);
  });

  it('ends the locks of a client that has vanished', async () => {
    const client = await database.pool.connect();
    await client.query('BEGIN; LOCK TABLE "Project"');
    proxy.blackhole();
    const vanished = client.query('SELECT 1');
    const { rowCount } = await server.pool.query('SELECT count(*) FROM "Project"');
    expect(rowCount).toBe(1);
    await expect(vanished).rejects.toThrow(DeadlineError);
    client.release();
    expect((await query('SELECT 1')).rowCount).toBe(1);
  });

  it('gives up on connections that cannot be opened, and recovers with the line', async () => {
    proxy.mode = 'hole';
    await expect(query('SELECT 1')).rejects.toMatchObject({ dependency: 'database' });
    proxy.mode = 'pass';
    expect((await query('SELECT 1')).rowCount).toBe(1);
  });

  it('closes while nothing answers', async () => {
    await fill(3);
    proxy.mode = 'hole';
    await database.close();
    database = openDatabase(proxy.urlOf(server.url), { times: TIMES });
  });
});

describe('a live server', () => {
  it('ends a statement that takes too long, and the other connections stay', async () => {
    await fill(3);
    const before = database.pool.totalCount;
    await expect(query('SELECT pg_sleep(5)')).rejects.toMatchObject({ code: '57014' });
    expect(database.pool.totalCount).toBe(before - 1);
  });

  it('gives maintenance the time it needs, on connections of its own', async () => {
    setDatabase(database);
    const wait = () => getPool().query('SELECT pg_sleep(1.5)');
    await expect(wait()).rejects.toMatchObject({ code: '57014' });
    await asMaintenance(wait);
    await asMaintenance(async () => expect(getPool()).not.toBe(database.pool));
    setDatabase(server);
  });
});

describe('a listener whose connection went silent', () => {
  it('finds out by itself, listens again and says that it may have missed something', async () => {
    const heard: string[] = [];
    let gaps = 0;
    const url = proxy.urlOf(server.url);
    const listener = new NotificationListener(url, 'silence_test', (payload) => payload ?? null, {
      pingEveryMs: 200,
      deadlineMs: 400,
    });
    await listener.subscribe({ event: (event) => heard.push(event), gap: () => gaps++ });
    proxy.blackhole();
    await expect.poll(() => gaps, { timeout: 10_000 }).toBe(1);
    await server.pool.query(`SELECT pg_notify('silence_test', 'again')`);
    await expect.poll(() => heard).toEqual(['again']);
    await listener.close();
  });
});
