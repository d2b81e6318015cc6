// The bus: typed events between all processes over LISTEN/NOTIFY, on one connection per listening process.
import type pg from 'pg';
import { getPool } from '@/platform/database/client';
import type { Prisma } from '@/platform/database/generated/client';
import { BUS_CHANNEL, type BusEvent, decodeBusEvent, encodeBusEvent, type NewBusEvent } from './bus-events';
import { directDatabaseUrl } from './database-url';
import { type ChannelHandlers, NotificationListener } from './notification-listener';

/** Whoever can run a statement: the pool, a pg client inside its transaction, or a Prisma client or transaction. */
export type BusSender = Pick<pg.ClientBase, 'query'> | Pick<pg.Pool, 'query'> | Prisma.TransactionClient;

/**
 * Publishes an event to every process.
 * In a transaction, the event is sent with its commit and dropped with its rollback.
 */
export async function publish(event: NewBusEvent, via: BusSender = getPool()): Promise<void> {
  const payload = encodeBusEvent(event);
  if ('$executeRaw' in via) {
    await via.$executeRaw`SELECT pg_notify(${BUS_CHANNEL}, ${payload})`;
    return;
  }
  await via.query('SELECT pg_notify($1, $2)', [BUS_CHANNEL, payload]);
}

export type BusHandlers = ChannelHandlers<BusEvent>;

/** One listening connection to the bus. */
export class BusListener extends NotificationListener<BusEvent> {
  constructor(url: string) {
    super(url, BUS_CHANNEL, decodeBusEvent);
  }
}

const shared = globalThis as typeof globalThis & { isomixBus?: BusListener };

/**
 * Receives every event from now on, over the process's one listening connection.
 * @returns the function that ends the subscription
 */
export function subscribe(event: BusHandlers['event'], gap?: BusHandlers['gap']): Promise<() => void> {
  shared.isomixBus ??= new BusListener(directDatabaseUrl());
  return shared.isomixBus.subscribe({ event, gap });
}

/** Ends the process's listening connection; for shutdown and tests. */
export async function closeBus(): Promise<void> {
  const bus = shared.isomixBus;
  shared.isomixBus = undefined;
  await bus?.close();
}
