// The bus: typed events between all processes over LISTEN/NOTIFY, on one connection per listening process.
import pg from 'pg';
import { getPool } from '@/server/shared/database/client';
import type { Prisma } from '@/server/shared/database/generated/client';
import { BUS_CHANNEL, type BusEvent, decodeBusEvent, encodeBusEvent, type NewBusEvent } from './bus-events';
import { databaseUrl } from './database-url';

/** Whoever can run a statement: the pool, a pg client inside its transaction, or a Prisma client or transaction. */
export type BusSender = Pick<pg.ClientBase, 'query'> | Pick<pg.Pool, 'query'> | Prisma.TransactionClient;

/**
 * Tells every process about something that happened.
 * Given a transaction, the event leaves with its commit and is dropped with its rollback.
 */
export async function publish(event: NewBusEvent, via: BusSender = getPool()): Promise<void> {
  const payload = encodeBusEvent(event);
  if ('$executeRaw' in via) {
    await via.$executeRaw`SELECT pg_notify(${BUS_CHANNEL}, ${payload})`;
    return;
  }
  await via.query('SELECT pg_notify($1, $2)', [BUS_CHANNEL, payload]);
}

export interface BusHandlers {
  event(event: BusEvent): void;
  /** The connection was lost for a while: events may have been missed, so read the database again. */
  gap?(): void;
}

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

/** One listening connection that comes back by itself. Handlers must not throw; what they throw is logged. */
export class BusListener {
  private readonly handlers = new Set<BusHandlers>();
  private client: pg.Client | undefined;
  private retryTimer: NodeJS.Timeout | undefined;
  private retryMs = FIRST_RETRY_MS;
  private connectedBefore = false;
  private closed = false;
  private readonly firstConnection: Promise<void>;
  private markConnected: () => void = () => undefined;

  constructor(private readonly url: string) {
    this.firstConnection = new Promise((resolve) => {
      this.markConnected = resolve;
    });
    void this.connect();
  }

  /** Adds handlers; resolves once the channel is listened to, so that nothing published later is missed. */
  async subscribe(handlers: BusHandlers): Promise<() => void> {
    this.handlers.add(handlers);
    await this.firstConnection;
    return () => {
      this.handlers.delete(handlers);
    };
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retryTimer);
    const client = this.client;
    this.client = undefined;
    this.handlers.clear();
    await client?.end();
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.url,
      keepAlive: true,
      application_name: 'isomix-bus',
    });
    client.on('error', (error) => this.onLost(client, error));
    client.on('end', () => this.onLost(client));
    client.on('notification', (message) => this.onPayload(message.payload));
    this.client = client;
    try {
      await client.connect();
      await client.query(`LISTEN ${BUS_CHANNEL}`);
    } catch (error) {
      this.onLost(client, error);
      return;
    }
    if (this.closed) return;
    this.retryMs = FIRST_RETRY_MS;
    this.markConnected();
    if (this.connectedBefore) this.each((handlers) => handlers.gap?.());
    this.connectedBefore = true;
  }

  private onLost(client: pg.Client, error?: unknown): void {
    if (this.client !== client || this.closed) return;
    this.client = undefined;
    if (error) console.warn(`The bus lost its database connection: ${String(error)}`);
    client.end().catch((reason: unknown) => console.warn(`Closing the lost connection: ${String(reason)}`));
    this.retryTimer = setTimeout(() => void this.connect(), this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS);
  }

  private onPayload(payload: string | undefined): void {
    const event = decodeBusEvent(payload);
    if (!event) {
      console.warn(`The bus carried something unknown: ${payload?.slice(0, 200)}`);
      return;
    }
    this.each((handlers) => handlers.event(event));
  }

  private each(call: (handlers: BusHandlers) => void): void {
    for (const handlers of this.handlers) {
      try {
        call(handlers);
      } catch (error) {
        console.error('A bus handler failed.', error);
      }
    }
  }
}

const shared = globalThis as typeof globalThis & { isomixBus?: BusListener };

/**
 * Hears every event from now on, over the process's one listening connection.
 * @returns the function that ends the subscription
 */
export function subscribe(event: BusHandlers['event'], gap?: BusHandlers['gap']): Promise<() => void> {
  shared.isomixBus ??= new BusListener(databaseUrl());
  return shared.isomixBus.subscribe({ event, gap });
}

/** Ends the process's listening connection; for shutdown and tests. */
export async function closeBus(): Promise<void> {
  const bus = shared.isomixBus;
  shared.isomixBus = undefined;
  await bus?.close();
}
