// Limits the concurrency and pace of requests to Next per user and address, so that a flood delays its sender alone.
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { parseCookie } from 'cookie';
import { logContext } from '@/platform/log';
import { addressKey } from '@/server/http/address';
import { Gate } from '@/server/limits/gate';
import { type BucketSize, KeyedBuckets } from '@/server/limits/keyed-buckets';
import { clientAddress } from '../http/client-address';
import type { PageHandler } from './page-handler';
import { turnCost } from './turn-cost';

/** What one key may do: requests that Next works on at once, those that wait, and seconds of turns per second. */
interface TurnLimits {
  readonly atOnce: number;
  readonly waiting: number;
  readonly pace: BucketSize;
}

type Kind = 'file' | 'health' | 'operation' | 'page';

const PERSON: TurnLimits = { atOnce: 2, waiting: 64, pace: { rate: 0.2, burst: 1 } };
const ADDRESS: TurnLimits = { atOnce: 8, waiting: 512, pace: { rate: 0.6, burst: 10 } };

/**
 * Next has one thread, and a request costs it 3 to 60 ms. With twenty of one person under way and the next ones right
 * behind them, everybody else waited up to 800 ms; browsers send six at once, of which the thread could only work on
 * one. Beyond the pace requests are delayed, not refused: a page asks for a few dozen things, a script may ask on and
 * on.
 */
const LIMITS: Readonly<Record<Kind, Readonly<Record<'person' | 'address', TurnLimits>>>> = {
  operation: { person: PERSON, address: ADDRESS },
  // The dearest that Next makes, and a browser opens one at a time.
  page: { person: { ...PERSON, atOnce: 1 }, address: { ...ADDRESS, atOnce: 4 } },
  // Pieces of audio and of the pages wait for a disk or a bucket, cost little, and are many.
  file: {
    person: { atOnce: 8, waiting: 256, pace: { rate: 1, burst: 5 } },
    address: { atOnce: 32, waiting: 2_048, pace: { rate: 3, burst: 50 } },
  },
  // Health checks are answered however busy an address is.
  health: { person: PERSON, address: ADDRESS },
};
/** Requests of one address without a valid credential. */
const ANONYMOUS: Readonly<Record<Kind, TurnLimits>> = {
  operation: { atOnce: 2, waiting: 512, pace: { rate: 0.2, burst: 0.5 } },
  page: { atOnce: 2, waiting: 512, pace: { rate: 0.3, burst: 2 } },
  file: { atOnce: 2, waiting: 1_024, pace: { rate: 0.4, burst: 0.5 } },
  health: { atOnce: 2, waiting: 512, pace: { rate: 0.2, burst: 1 } },
};
/** A request that takes longer waits for something else than Next, such as its own body, and delays nobody. */
const TURN_MS = 1_000;
const RETRY_S = 1;
const MAX_ACCOUNTS = 10_000;
const MESSAGE = 'Too many of your requests are waiting; send fewer at once.';

const FILE = /^\/(?:_next|worklets|icon|api\/v1\/(?:media|grains))\b/;
const HEALTH = /^\/api\/v1\/health\b/;
const API = /^\/api\//;
const SESSION_COOKIE = /next-auth\.session-token/;

function kindOf(target: string): Kind {
  if (HEALTH.test(target)) return 'health';
  if (FILE.test(target)) return 'file';
  return API.test(target) ? 'operation' : 'page';
}

/** The credential of a request as it may be kept: hashed. Null for a request that brings none. */
function credentialOf({ headers: { authorization, cookie = '' } }: IncomingMessage): string | null {
  const sessions = Object.entries(parseCookie(cookie)).filter(([name]) => SESSION_COOKIE.test(name));
  const credential = authorization ?? sessions.map(([, value]) => value).join('');
  return credential === '' ? null : createHash('sha256').update(credential).digest('base64');
}

/** The turns of one kind of key. */
class Turns {
  readonly #gate: Gate;
  readonly #pace: KeyedBuckets;

  constructor({ atOnce, waiting, pace }: TurnLimits) {
    const ofAll = { atOnce: Number.POSITIVE_INFINITY, waiting: Number.POSITIVE_INFINITY };
    const refusal = { message: MESSAGE, retryAfterS: RETRY_S };
    this.#gate = new Gate({ ...ofAll, atOncePerKey: atOnce, waitingPerKey: waiting, ...refusal });
    this.#pace = new KeyedBuckets(pace);
  }

  /** @throws RateLimitError when too many of the key wait, the signal's reason */
  run(key: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    return this.#gate.run(key, signal, async () => {
      const waitS = this.#pace.waitS(key, 0);
      if (waitS > 0) await pause(waitS * 1000, undefined, { signal });
      const began = performance.now();
      await work();
      this.#pace.charge(key, turnCost(began));
    });
  }
}

const turnsOf = (kind: Kind) => ({
  people: new Turns(LIMITS[kind].person),
  strangers: new Turns(ANONYMOUS[kind]),
  addresses: new Turns(LIMITS[kind].address),
});

export class RequestTurns {
  readonly #turns = {
    operation: turnsOf('operation'),
    page: turnsOf('page'),
    file: turnsOf('file'),
    health: turnsOf('health'),
  };
  /** Whose a credential turned out to be: a person with many tokens is one person. */
  readonly #accounts = new Map<string, string>();
  readonly #pages: PageHandler;

  /** @param pages answers the requests whose turn it is */
  constructor(pages: PageHandler) {
    this.#pages = pages;
  }

  /**
   * Answers a request in its turn, which lasts until the answer begins.
   * @throws RateLimitError when too many of its person or its address wait
   */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const left = new AbortController();
    // The person is known only once the session has been read, which adds it to this very context.
    const context = logContext();
    const credential = credentialOf(request);
    const address = addressKey(clientAddress(request));
    const person = credential === null ? undefined : this.#accounts.get(credential);
    // One listener for both: Node warns of more than ten on a response, and Next adds its own.
    response.once('close', () => {
      left.abort();
      if (credential) this.#rememberAccount(credential, context.userId);
    });
    let answered = Promise.resolve();
    const turn = () => {
      answered = this.#pages(request, response);
      return Promise.race([answered.catch(() => undefined), answerBegins(response)]);
    };
    const { people, strangers: anonymous, addresses } = this.#turns[kindOf(request.url ?? '')];
    const ofAddress = () => addresses.run(address, left.signal, turn);
    try {
      const [lines, key] = person === undefined ? [anonymous, address] : [people, person];
      await lines.run(key, left.signal, ofAddress);
    } catch (error) {
      if (!left.signal.aborted) throw error;
    }
    await answered;
  }

  #rememberAccount(credential: string, userId: string | undefined): void {
    if (userId === undefined || this.#accounts.has(credential)) return;
    if (this.#accounts.size >= MAX_ACCOUNTS) this.#accounts.clear();
    this.#accounts.set(credential, userId);
  }
}

/** Resolves when an answer begins, when its connection is gone, or when its turn has lasted long enough. */
function answerBegins(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, TURN_MS);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    response.once('close', end);
    const writeHead = response.writeHead.bind(response) as (...all: unknown[]) => ServerResponse;
    response.writeHead = (...all: unknown[]) => {
      end();
      return writeHead(...all);
    };
  });
}
