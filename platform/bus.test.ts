// The bus: what is published arrives once and whole, follows its transaction, and a lost connection is noticed.

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { log } from '@/platform/log';
import { BusListener, publish } from './bus';
import { BUS_CHANNEL, type BusEvent, decodeBusEvent } from './bus-events';
import { openTestDatabase, type TestDatabase } from './database/testing/test-database';

let database: TestDatabase;
let bus: BusListener;
const heard: BusEvent[] = [];
const gap = vi.fn();

beforeAll(async () => {
  database = await openTestDatabase();
  bus = new BusListener(database.url);
  await bus.subscribe({ event: (event) => heard.push(event), gap });
});
afterEach(() => {
  heard.length = 0;
});
afterAll(async () => {
  await bus.close();
  await database.close();
});

const ring = (projectId: string) => ({ type: 'outbox' as const, projectId });

describe('the bus', () => {
  it('carries events in order', async () => {
    await publish({ type: 'job', jobId: 'a', name: 'separation' });
    await publish({ type: 'document', projectId: 'p', seq: 7 }, database.pool);
    await publish({ type: 'membership', projectId: 'p', userId: 'u' }, database.prisma);
    await vi.waitFor(() => expect(heard).toHaveLength(3));
    expect(heard).toEqual([
      { type: 'job', jobId: 'a', name: 'separation', change: 'state' },
      { type: 'document', projectId: 'p', seq: 7 },
      { type: 'membership', projectId: 'p', userId: 'u' },
    ]);
  });

  it('lets an event leave with the commit of its transaction, and never without', async () => {
    const lost = database.prisma.$transaction(async (tx) => {
      await publish(ring('rolled-back'), tx);
      throw new Error('no');
    });
    await expect(lost).rejects.toThrow('no');
    const session = await database.pool.connect();
    await session.query('BEGIN');
    await publish(ring('kept'), session);
    await publish(ring('before'));
    await vi.waitFor(() => expect(heard).toEqual([ring('before')]));
    await session.query('COMMIT');
    session.release();
    await vi.waitFor(() => expect(heard).toEqual([ring('before'), ring('kept')]));
  });

  it('refuses to publish what is not an event and skips what it does not understand', async () => {
    await expect(publish({ type: 'job', jobId: '', name: 'separation' })).rejects.toThrow();
    const warned = vi.spyOn(log, 'warn').mockImplementation(() => undefined);
    await database.pool.query(`NOTIFY ${BUS_CHANNEL}, '{"type":"from-the-future"}'`);
    await publish(ring('next'));
    await vi.waitFor(() => expect(heard).toEqual([ring('next')]));
    expect(warned).toHaveBeenCalledOnce();
    warned.mockRestore();
    expect(decodeBusEvent('not json')).toBeNull();
  });

  it('ignores and logs a job of a kind that this version does not know', async () => {
    const warned = vi.spyOn(log, 'warn').mockImplementation(() => undefined);
    const unknown = JSON.stringify({ type: 'job', jobId: 'a', name: 'from-the-future', change: 'state' });
    await database.pool.query('SELECT pg_notify($1, $2)', [BUS_CHANNEL, unknown]);
    await publish(ring('next'));
    await vi.waitFor(() => expect(heard).toEqual([ring('next')]));
    expect(warned).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('from-the-future'));
    warned.mockRestore();
  });

  it('comes back after its connection was cut, and says that it may have missed something', async () => {
    const warned = vi.spyOn(log, 'warn').mockImplementation(() => undefined);
    await database.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'isomix-bus' AND datname = current_database()`,
    );
    await vi.waitFor(() => expect(gap).toHaveBeenCalledOnce(), { timeout: 10_000 });
    warned.mockRestore();
    await publish(ring('after'));
    await vi.waitFor(() => expect(heard).toEqual([ring('after')]));
  });

  it('keeps the other listeners when one throws', async () => {
    const logged = vi.spyOn(log, 'error').mockImplementation(() => undefined);
    const forget = await bus.subscribe({
      event: () => {
        throw new Error('a bad listener');
      },
    });
    const also = vi.fn();
    const forgetAlso = await bus.subscribe({ event: also });
    await publish(ring('both'));
    await vi.waitFor(() => expect(also).toHaveBeenCalledWith(ring('both')));
    expect(logged).toHaveBeenCalled();
    forget();
    forgetAlso();
    logged.mockRestore();
  });
});
