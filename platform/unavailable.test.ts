// Real failures of real clients: temporary ones are distinguished from defects and refusals.
import { createServer, type Socket } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from './database/client';
import { openTestDatabase, type TestDatabase } from './database/testing/test-database';
import { DeadlineError } from './deadline';
import { S3Storage } from './storage/s3';
import { ObjectNotFoundError } from './storage/storage';
import { attributed, UnavailableError, unavailableOf } from './unavailable';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

async function thrownBy(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('It did not fail.');
}

/** A port that accepts connections and ends each at its first byte, and one that refuses them. */
async function withBrokenPort<T>(use: (port: number) => Promise<T>, isOpen: boolean): Promise<T> {
  const server = createServer((socket: Socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  if (!isOpen) server.close();
  try {
    return await use(port);
  } finally {
    server.close();
  }
}

const dependencyOf = (error: unknown) => unavailableOf(error)?.dependency;

describe('unavailableOf', () => {
  it.each([false, true])('knows a database that is not there (accepts connections: %s)', async (isOpen) => {
    await withBrokenPort(async (port) => {
      const { prisma, pool, close } = openDatabase(`postgresql://a:b@127.0.0.1:${port}/c`);
      expect(dependencyOf(await thrownBy(pool.query('SELECT 1')))).toBe('database');
      expect(dependencyOf(await thrownBy(prisma.user.findFirst()))).toBe('database');
      expect(dependencyOf(await thrownBy(prisma.$queryRaw`SELECT 1`))).toBe('database');
      expect(dependencyOf(await thrownBy(prisma.$transaction((tx) => tx.user.count())))).toBe('database');
      await close().catch(() => undefined);
    }, isOpen);
  });

  it('knows a session that the server ends, through the pool and through Prisma', async () => {
    const ending = `SELECT pg_terminate_backend(pg_backend_pid())`;
    expect(dependencyOf(await thrownBy(database.pool.query(ending)))).toBe('database');
    expect(dependencyOf(await thrownBy(database.prisma.$queryRawUnsafe(ending)))).toBe('database');
    const inside = database.prisma.$transaction(async (tx) => {
      await tx.$queryRawUnsafe(ending);
    });
    expect(dependencyOf(await thrownBy(inside))).toBe('database');
  });

  it('knows a lock and a statement that took too long, and a server without a place', async () => {
    const client = new pg.Client(database.url);
    await client.connect();
    await client.query('SET statement_timeout = 50');
    expect(dependencyOf(await thrownBy(client.query('SELECT pg_sleep(5)')))).toBe('database');
    await client.end();
    expect(dependencyOf(Object.assign(new Error('too many clients already'), { code: '53300' }))).toBe(
      'database',
    );
  });

  it.each([false, true])('knows a bucket that is not there (accepts connections: %s)', async (isOpen) => {
    await withBrokenPort(async (port) => {
      const client = new S3Client({
        region: 'us-east-1',
        endpoint: `http://127.0.0.1:${port}`,
        forcePathStyle: true,
        maxAttempts: 1,
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      });
      const storage = new S3Storage({ client, bucket: 'songs', tempDir: '/nowhere', gives: 'no-addresses' });
      expect(dependencyOf(await thrownBy(storage.put('a', Buffer.from('a'))))).toBe('storage');
      expect(dependencyOf(await thrownBy(storage.stat('a')))).toBe('storage');
    }, isOpen);
  });

  it.each([false, true])('knows a Redis that is not there (accepts connections: %s)', async (isOpen) => {
    await withBrokenPort(async (port) => {
      const options = { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: () => null };
      const redis = new Redis(port, '127.0.0.1', options);
      redis.on('error', () => undefined);
      expect(unavailableOf(await thrownBy(redis.ping()), 'queue')?.dependency).toBe('queue');
      redis.disconnect();
    }, isOpen);
  });

  it('looks through causes and takes the word of whoever knows whose error it was', () => {
    const reset = () => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    expect(dependencyOf(new Error('wrapped', { cause: new AggregateError([reset()]) }))).toBe('database');
    expect(dependencyOf(attributed(reset(), 'storage'))).toBe('storage');
    expect(dependencyOf(new UnavailableError('queue'))).toBe('queue');
    expect(dependencyOf(new DeadlineError('The audio storage', 5, 'storage'))).toBe('storage');
    const circle = new Error('circle');
    circle.cause = circle;
    expect(unavailableOf(circle)).toBeNull();
  });

  it('leaves defects, refusals and other servers alone', async () => {
    expect(unavailableOf(new TypeError('x is undefined'))).toBeNull();
    expect(unavailableOf(await thrownBy(database.pool.query('SELECT nonsense')))).toBeNull();
    expect(
      unavailableOf(await thrownBy(database.prisma.user.findUniqueOrThrow({ where: { id: 'x' } }))),
    ).toBeNull();
    expect(unavailableOf(new ObjectNotFoundError('a'))).toBeNull();
    for (const [name, httpStatusCode] of [
      ['AccessDenied', 403],
      ['NotImplemented', 501],
      ['InsufficientStorage', 507],
    ] as const) {
      const refusal = Object.assign(new Error('no'), { name, $metadata: { httpStatusCode } });
      expect(unavailableOf(refusal)).toBeNull();
    }
    await withBrokenPort(async (port) => {
      expect(unavailableOf(await thrownBy(fetch(`http://127.0.0.1:${port}/`)))).toBeNull();
    }, false);
    expect(unavailableOf(new DOMException('aborted', 'AbortError'))).toBeNull();
    for (const value of [null, undefined, 'text', 7]) expect(unavailableOf(value)).toBeNull();
  });
});
