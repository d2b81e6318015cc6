// A pool of PostgreSQL connections with deadlines, which drops what is idle when one connection has gone silent.
import pg from 'pg';
import { DeadlineError } from '@/platform/deadline';
import { log } from '@/platform/log';
import { DeadlineClient, KEEP_ALIVE } from './deadline-client';
import { onSilence } from './silence';

/** What the work of one pool may take, in milliseconds. */
export interface PoolTimes {
  /** A statement: the server itself ends it after this long, and the connection stays good. */
  readonly statementMs: number;
  /** Above `statementMs`: a server that has not answered by now is considered unreachable. */
  readonly deadlineMs: number;
  /** Opening a connection, or waiting for one while all are in use. */
  readonly connectMs: number;
  /** A transaction in which nothing happens: its locks must not outlive a client that has vanished. */
  readonly idleInTransactionMs: number;
}

export interface PoolOptions {
  readonly url: string;
  readonly size: number;
  readonly times: PoolTimes;
  /** Where unqualified names are looked up, when it is not the default. */
  readonly schema?: string;
}

/** A connection is replaced after this long, so that load spreads again after a failover. */
const LIFETIME_S = 1_800;

const isWaitTooLong = (error: unknown): boolean =>
  error instanceof Error && /timeout exceeded when trying|due to connection timeout/.test(error.message);

/*
 * The limits are set by statement and not as parameters of the connection, which PgBouncer refuses. One round trip
 * for each new connection.
 */
function limitsOf({ times, schema }: PoolOptions): { text: string; values: string[] } {
  const text = `SELECT set_config('statement_timeout', $1, false),
    set_config('idle_in_transaction_session_timeout', $2, false)`;
  const values = [String(times.statementMs), String(times.idleInTransactionMs)];
  if (!schema) return { text, values };
  return { text: `${text}, set_config('search_path', $3, false)`, values: [...values, `"${schema}"`] };
}

export class StudioPool extends pg.Pool {
  readonly #times: PoolTimes;
  readonly #idle = new Set<DeadlineClient>();
  readonly #unsubscribeFromSilence: () => void;

  constructor(options: PoolOptions) {
    const { url, size, times } = options;
    const limits = limitsOf(options);
    const config: pg.PoolConfig & { deadlineMs: number } = {
      connectionString: url,
      max: size,
      Client: DeadlineClient,
      deadlineMs: times.deadlineMs,
      connectionTimeoutMillis: times.connectMs,
      maxLifetimeSeconds: LIFETIME_S,
      ...KEEP_ALIVE,
      onConnect: (client) => client.query(limits.text, limits.values).then(() => undefined),
    };
    super(config);
    this.#times = times;
    this.on('release', (error, client) => {
      if (!error && client instanceof DeadlineClient) this.#idle.add(client);
    });
    this.on('acquire', (client) => this.#release(client));
    this.on('remove', (client) => this.#release(client));
    // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
    this.on('error', (error) => log.debug({ err: error }, 'An idle database connection was lost.'));
    this.#unsubscribeFromSilence = onSilence(() => this.#dropIdle());
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(
    callback: (
      error: Error | undefined,
      client: pg.PoolClient | undefined,
      done: (release?: unknown) => void,
    ) => void,
  ): void;
  override connect(
    callback?: (
      error: Error | undefined,
      client: pg.PoolClient | undefined,
      done: (release?: unknown) => void,
    ) => void,
  ): Promise<pg.PoolClient> | undefined {
    if (!callback) {
      return super.connect().catch((error: unknown) => {
        throw this.#named(error);
      });
    }
    super.connect((error, client, done) => callback(error && this.#named(error), client, done));
    return undefined;
  }

  override end(): Promise<void>;
  override end(callback: () => void): void;
  override end(callback?: () => void): Promise<void> | undefined {
    this.#unsubscribeFromSilence();
    if (!callback) return super.end();
    super.end(callback);
    return undefined;
  }

  #named(error: unknown): Error {
    if (isWaitTooLong(error)) return new DeadlineError('The database', this.#times.connectMs, 'database');
    return error instanceof Error ? error : new Error(String(error));
  }

  #release(client: unknown): void {
    if (client instanceof DeadlineClient) this.#idle.delete(client);
  }

  /** Those that are idle have most likely gone silent as well; opening them anew costs milliseconds. */
  #dropIdle(): void {
    if (this.#idle.size === 0) return;
    log.warn({ connections: this.#idle.size }, 'The database went silent; idle connections are opened anew.');
    for (const client of this.#idle) client.destroy(new Error('Another connection went silent.'));
    this.#idle.clear();
  }
}
