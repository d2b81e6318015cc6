// A PostgreSQL connection on which nothing waits for ever: a late statement destroys it.
import pg from 'pg';
import { DeadlineError } from '@/platform/deadline';
import { log } from '@/platform/log';
import { onSilence, reportSilence } from './silence';

export interface DeadlineClientConfig extends pg.ClientConfig {
  /** How long a statement may take before the connection counts as silent, in milliseconds. */
  readonly deadlineMs?: number;
  /**
   * How often a connection that listens for notifications checks that it still receives them, in
   * milliseconds.
   */
  readonly pingEveryMs?: number;
}

/** The network gives up on an unreachable peer, where it can detect that: the first probe after this long. */
export const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 } as const;

const DEADLINE_MS = 10_000;
const PING_EVERY_MS = 5_000;
/** A ping must return within this time. */
const PING_DEADLINE_MS = 4_000;
/** An orderly close may take this long; a dead peer never answers. */
const CLOSE_TIMEOUT_MS = 2_000;

type Send = (...args: unknown[]) => unknown;

const isFunction = (value: unknown): value is (...results: unknown[]) => unknown =>
  typeof value === 'function';

/*
 * pg has a query_timeout, but it leaves the connection in place: inside a transaction of Prisma it would go back to
 * the pool with the unanswered statement still on it. Here the socket is destroyed, so that everything that waits on
 * the connection fails at once and no pool takes it back.
 */
export class DeadlineClient extends pg.Client {
  readonly #deadlineMs: number;
  readonly #pingEveryMs: number;
  readonly #send: Send;
  #ping: NodeJS.Timeout | undefined;
  #isPinging = false;
  #unsubscribeFromSilence: (() => void) | undefined;

  constructor(config: DeadlineClientConfig = {}) {
    super({ ...KEEP_ALIVE, ...config });
    this.#deadlineMs = config.deadlineMs ?? DEADLINE_MS;
    this.#pingEveryMs = config.pingEveryMs ?? PING_EVERY_MS;
    // The user of the connection notices its end by the failing statement; without a listener the event
    // would end the process.
    this.on('error', (error) => log.debug({ err: error }, 'A database connection ended.'));
    this.once('end', () => this.#endPings());
    // query() has sixteen overloads: wrapping the method of the instance keeps all of them.
    this.#send = this.query.bind(this) as Send;
    Object.defineProperty(this, 'query', { value: (...args: unknown[]) => this.#query(args) });
  }

  /** Ends the connection without waiting for the other side; what waits on it fails with `error`. */
  destroy(error: Error): void {
    this.connection.stream.destroy(error);
  }

  /** Checks that the server responds now, on a connection that is not in use. */
  ping(deadlineMs = Math.min(PING_DEADLINE_MS, this.#deadlineMs)): void {
    if (this.#isPinging) return;
    this.#isPinging = true;
    const settle = this.#expect(deadlineMs);
    const done = (): void => {
      this.#isPinging = false;
      settle();
    };
    Promise.resolve(this.#send('SELECT 1')).then(done, done);
  }

  override end(): Promise<void>;
  override end(callback: (error: Error) => void): void;
  override end(callback?: (error: Error) => void): Promise<void> | undefined {
    this.#endPings();
    const late = setTimeout(() => this.connection.stream.destroy(), CLOSE_TIMEOUT_MS);
    this.once('end', () => clearTimeout(late));
    if (callback) {
      super.end((error) => {
        clearTimeout(late);
        callback(error);
      });
      return undefined;
    }
    return super.end().finally(() => clearTimeout(late));
  }

  #query(args: unknown[]): unknown {
    const settle = this.#expect(this.#deadlineMs);
    const at = args.findIndex(isFunction);
    const callback = args[at];
    if (isFunction(callback)) {
      args[at] = (...results: unknown[]) => {
        settle();
        callback(...results);
      };
    }
    const sent = this.#send(...args);
    if (sent instanceof Promise) sent.then(settle, settle);
    // A cursor or stream takes as long as whoever reads it.
    else if (!isFunction(callback)) settle();
    if (typeof args[0] === 'string' && /^\s*LISTEN\b/i.test(args[0])) this.#startPings();
    return sent;
  }

  /** Starts the clock of one statement; the returned function stops it. */
  #expect(deadlineMs: number): () => void {
    const timer = setTimeout(() => {
      this.destroy(new DeadlineError('The database', deadlineMs, 'database'));
      reportSilence();
    }, deadlineMs);
    return () => clearTimeout(timer);
  }

  /** A connection that only listens would never notice that it no longer receives anything. */
  #startPings(): void {
    if (this.#ping) return;
    this.#ping = setInterval(() => this.ping(), this.#pingEveryMs);
    this.#unsubscribeFromSilence = onSilence(() => this.ping());
  }

  #endPings(): void {
    clearInterval(this.#ping);
    this.#ping = undefined;
    this.#unsubscribeFromSilence?.();
  }
}
