// Hears one PostgreSQL channel over a connection of its own, which comes back by itself.

import pg from 'pg';
import { log } from '@/server/shared/log';

export interface ChannelHandlers<Event> {
  event(event: Event): void;
  /** The connection was lost for a while: events may have been missed, so read the database again. */
  gap?(): void;
}

const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;

/** One listening connection. Handlers must not throw; what they throw is logged. */
export class NotificationListener<Event> {
  private readonly handlers = new Set<ChannelHandlers<Event>>();
  private client: pg.Client | undefined;
  private retryTimer: NodeJS.Timeout | undefined;
  private retryMs = FIRST_RETRY_MS;
  private connectedBefore = false;
  private closed = false;
  private readonly firstConnection: Promise<void>;
  private markConnected: () => void = () => undefined;

  /**
   * @param channel a name that needs no quotes in SQL
   * @param decode reads a payload; null when it is none of ours, as after an upgrade of another process
   */
  constructor(
    private readonly url: string,
    private readonly channel: string,
    private readonly decode: (payload: string | undefined) => Event | null,
  ) {
    this.firstConnection = new Promise((resolve) => {
      this.markConnected = resolve;
    });
    void this.connect();
  }

  /** Adds handlers; resolves once the channel is listened to, so that nothing published later is missed. */
  async subscribe(handlers: ChannelHandlers<Event>): Promise<() => void> {
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
      await client.query(`LISTEN ${this.channel}`);
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
    if (error) log.warn({ err: error }, 'The bus lost its database connection.');
    client.end().catch((reason: unknown) => log.warn({ err: reason }, 'Closing the lost connection.'));
    this.retryTimer = setTimeout(() => void this.connect(), this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS);
  }

  private onPayload(payload: string | undefined): void {
    const event = this.decode(payload);
    if (!event) {
      log.warn(`The bus carried something unknown: ${payload?.slice(0, 200)}`);
      return;
    }
    this.each((handlers) => handlers.event(event));
  }

  private each(call: (handlers: ChannelHandlers<Event>) => void): void {
    for (const handlers of this.handlers) {
      try {
        call(handlers);
      } catch (error) {
        log.error({ err: error }, 'A bus handler failed.');
      }
    }
  }
}
