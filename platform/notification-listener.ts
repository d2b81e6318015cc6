// Listens to one PostgreSQL channel over a connection of its own, which reconnects by itself, even after
// silence.
import { DeadlineClient } from './database/deadline-client';
import { log } from './log';
import { type LoopWatch, watchLoop } from './loop-watch';

export interface ChannelHandlers<Event> {
  event(event: Event): void;
  /** The connection was lost for a while: events may have been missed, so read the database again. */
  gap?(): void;
}

export interface ListenerTimes {
  /** How often the connection is checked for a response. */
  readonly pingEveryMs: number;
  /** How long it may take to answer, and to be opened. */
  readonly deadlineMs: number;
}

const TIMES: ListenerTimes = { pingEveryMs: 3_000, deadlineMs: 3_000 };
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;
/** A listener that has been without a connection for longer counts as stuck. */
const STUCK_AFTER_MS = 15_000;

/** One listening connection. Handlers must not throw; what they throw is logged. */
export class NotificationListener<Event> {
  readonly #handlers = new Set<ChannelHandlers<Event>>();
  #client: DeadlineClient | undefined;
  #retryTimer: NodeJS.Timeout | undefined;
  #retryMs = FIRST_RETRY_MS;
  #connectedBefore = false;
  #closed = false;
  readonly #firstConnection: Promise<void>;
  #markConnected: () => void = () => undefined;
  readonly #loop: LoopWatch;
  readonly #url: string;
  readonly #channel: string;
  readonly #decode: (payload: string | undefined) => Event | null;
  readonly #times: ListenerTimes;

  /**
   * @param channel a name that needs no quotes in SQL
   * @param decode reads a payload; null when it is none of ours, as after an upgrade of another process
   */
  constructor(
    url: string,
    channel: string,
    decode: (payload: string | undefined) => Event | null,
    times: ListenerTimes = TIMES,
  ) {
    this.#url = url;
    this.#channel = channel;
    this.#decode = decode;
    this.#times = times;
    this.#loop = watchLoop(`listening to ${channel}`, STUCK_AFTER_MS);
    this.#loop.due();
    this.#firstConnection = new Promise((resolve) => {
      this.#markConnected = resolve;
    });
    void this.#connect();
  }

  /** Adds handlers; resolves once the channel is listened to, so that nothing published later is missed. */
  async subscribe(handlers: ChannelHandlers<Event>): Promise<() => void> {
    this.#handlers.add(handlers);
    await this.#firstConnection;
    return () => {
      this.#handlers.delete(handlers);
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retryTimer);
    this.#loop.end();
    const client = this.#client;
    this.#client = undefined;
    this.#handlers.clear();
    await client?.end();
  }

  async #connect(): Promise<void> {
    const { pingEveryMs, deadlineMs } = this.#times;
    const client = new DeadlineClient({
      connectionString: this.#url,
      application_name: 'isomix-bus',
      connectionTimeoutMillis: deadlineMs,
      deadlineMs,
      pingEveryMs,
    });
    client.on('error', (error) => this.#onLost(client, error));
    client.on('end', () => this.#onLost(client));
    client.on('notification', (message) => this.#onPayload(message.payload));
    this.#client = client;
    try {
      await client.connect();
      await client.query(`LISTEN ${this.#channel}`);
    } catch (error) {
      this.#onLost(client, error);
      return;
    }
    if (this.#closed) return;
    this.#retryMs = FIRST_RETRY_MS;
    this.#markConnected();
    this.#loop.idle();
    if (this.#connectedBefore) this.#each((handlers) => handlers.gap?.());
    this.#connectedBefore = true;
  }

  #onLost(client: DeadlineClient, error?: unknown): void {
    if (this.#client !== client || this.#closed) return;
    this.#client = undefined;
    this.#loop.due();
    if (error) log.warn({ err: error, channel: this.#channel }, 'A listening connection was lost.');
    client.end().catch((reason: unknown) => log.debug({ err: reason }, 'A lost connection did not close.'));
    this.#retryTimer = setTimeout(() => void this.#connect(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
  }

  #onPayload(payload: string | undefined): void {
    const event = this.#decode(payload);
    if (!event) {
      log.warn(`The bus carried something unknown: ${payload?.slice(0, 200)}`);
      return;
    }
    this.#each((handlers) => handlers.event(event));
  }

  #each(call: (handlers: ChannelHandlers<Event>) => void): void {
    for (const handlers of this.#handlers) {
      try {
        call(handlers);
      } catch (error) {
        log.error({ err: error }, 'A bus handler failed.');
      }
    }
  }
}
