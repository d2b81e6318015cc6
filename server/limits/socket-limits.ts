// Rate limits per user and per address over all their sockets, document sockets and live events alike.
import { createHash } from 'node:crypto';
import { RateLimitError } from '@/server/errors';
import { type Budget, createBudget } from './budget';
import { type BucketSize, KeyedBuckets } from './keyed-buckets';

const MIB = 2 ** 20;

/** Sizes are per person unless they say otherwise. */
export interface SocketLimitSizes {
  /** Handshakes of one address. A whole office comes back at once after a restart. */
  readonly attempts: BucketSize;
  /** Sockets that one person opens, of one kind. */
  readonly joins: BucketSize;
  /** The same over all processes of the studio. */
  readonly joinsPerMinute: number;
  /** Sockets that are open at once: of a person in one kind, and of an address in all. */
  readonly openPerPerson: number;
  readonly openPerAddress: number;
  /**
   * Frames on document sockets: two faders moved at once at 60 Hz, and repeated presence states of many tabs.
   */
  readonly frames: BucketSize;
  /** Bytes of those frames. */
  readonly received: BucketSize;
  /** Bytes of documents that are sent to whoever opens them. */
  readonly sent: BucketSize;
  /** Edits that are refused. */
  readonly refusals: BucketSize;
  /** Megabytes of documents that had to be built again because of a refused edit. */
  readonly rebuilds: BucketSize;
  /** Messages on the socket of live events. The list of projects watches hundreds at once. */
  readonly events: BucketSize;
}

export const SOCKET_LIMITS: SocketLimitSizes = {
  attempts: { rate: 50, burst: 500 },
  joins: { rate: 2, burst: 100 },
  joinsPerMinute: 300,
  openPerPerson: 100,
  openPerAddress: 2_000,
  frames: { rate: 800, burst: 4_800 },
  received: { rate: MIB / 8, burst: 3 * MIB },
  sent: { rate: 2 * MIB, burst: 64 * MIB },
  refusals: { rate: 0.2, burst: 20 },
  rebuilds: { rate: 0.5, burst: 20 },
  events: { rate: 20, burst: 1_000 },
};

export type SocketKind = 'documents' | 'live';

const RATE_LIMITED =
  'Too many connections were opened in a short time; the studio waits a moment before the next.';
const TOO_MANY = 'The studio is open in too many places; close some of them.';
const REFUSED = 'Too many edits of yours were not valid; wait a minute before you connect again.';
/** Retry-After when too many sockets are open. */
const PLACE_RETRY_S = 10;
/** How long a refusal stands for the next attempts, and for how many credentials. */
const REFUSAL_CACHE_MS = 2_000;
const MAX_CACHED_REFUSALS = 10_000;

/** What the sockets of one person spend. */
export interface PersonLimits {
  /** Whether one more frame of this size may be looked at. */
  takeFrame(bytes: number): boolean;
  /** Whether a document of so many bytes may be sent now. */
  takeDocument(bytes: number): boolean;
  /** Whether an edit may be tried whose refusal costs building a document of so many bytes again. */
  mayApplyEdit(): boolean;
  /** An edit was refused; `rebuiltBytes` had to be built again. */
  refused(rebuiltBytes: number): void;
}

export class SocketLimits {
  readonly #sizes: SocketLimitSizes;
  readonly #attempts: KeyedBuckets;
  readonly #joins: KeyedBuckets;
  readonly #frames: KeyedBuckets;
  readonly #received: KeyedBuckets;
  readonly #sent: KeyedBuckets;
  readonly #refusals: KeyedBuckets;
  readonly #rebuilds: KeyedBuckets;
  readonly #events: KeyedBuckets;
  readonly #joinsOfAll: Budget;
  readonly #open = new Map<string, number>();
  readonly #refused = new Map<string, { readonly until: number; readonly error: RateLimitError }>();

  constructor(sizes: SocketLimitSizes = SOCKET_LIMITS) {
    this.#sizes = sizes;
    this.#attempts = new KeyedBuckets(sizes.attempts);
    this.#joins = new KeyedBuckets(sizes.joins);
    this.#frames = new KeyedBuckets(sizes.frames);
    this.#received = new KeyedBuckets(sizes.received);
    this.#sent = new KeyedBuckets(sizes.sent);
    this.#refusals = new KeyedBuckets(sizes.refusals);
    this.#rebuilds = new KeyedBuckets(sizes.rebuilds);
    this.#events = new KeyedBuckets(sizes.events);
    const { joinsPerMinute: points } = sizes;
    this.#joinsOfAll = createBudget({ name: 'socket-joins', points, windowS: 60, message: RATE_LIMITED });
  }

  /**
   * Call before anything is looked up for a handshake.
   * @throws RateLimitError when this address tries too often
   */
  admit(address: string): void {
    if (!this.#attempts.take(address)) throw new RateLimitError(RATE_LIMITED, this.#attempts.waitS(address));
  }

  /**
   * Calls `check`, unless the same credential was refused a place a moment ago: whoever comes back at once is refused
   * without being looked up again.
   * @param credential as the handshake carries it
   * @throws RateLimitError, and what `check` throws
   */
  async unlessRefused<T>(credential: string, check: () => Promise<T>): Promise<T> {
    const now = performance.now();
    const key = createHash('sha256').update(credential).digest('base64');
    const refused = this.#refused.get(key);
    if (refused && now < refused.until) throw refused.error;
    try {
      return await check();
    } catch (error) {
      if (error instanceof RateLimitError) this.#rememberRefusal(key, error);
      throw error;
    }
  }

  #rememberRefusal(key: string, error: RateLimitError): void {
    if (this.#refused.size >= MAX_CACHED_REFUSALS) this.#refused.clear();
    const waitMs = Math.min(Number(error.headers['retry-after'] ?? 0) * 1000, REFUSAL_CACHE_MS);
    this.#refused.set(key, { until: performance.now() + waitMs, error });
  }

  /**
   * Reserves a place for a socket of a user, before any work is done for it.
   * @returns releases the place; call it once the socket is closed
   * @throws RateLimitError when they open sockets too often, have too many, or sent too many invalid edits
   */
  async enter(kind: SocketKind, userId: string, address: string): Promise<() => void> {
    const person = `${kind} ${userId}`;
    if (this.#refusals.waitS(userId) > 0) throw new RateLimitError(REFUSED, this.#refusals.waitS(userId));
    if (!this.#joins.take(person)) throw new RateLimitError(RATE_LIMITED, this.#joins.waitS(person));
    const { openPerPerson, openPerAddress } = this.#sizes;
    const places = [
      [person, openPerPerson],
      [`address ${address}`, openPerAddress],
    ] as const;
    if (places.some(([key, limit]) => (this.#open.get(key) ?? 0) >= limit)) {
      throw new RateLimitError(TOO_MANY, PLACE_RETRY_S);
    }
    const leave = this.#take(places.map(([key]) => key));
    try {
      await this.#joinsOfAll.spend(person);
      return leave;
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Whether one more message of this person on the live events may be acted on. */
  takeEvent(userId: string): boolean {
    return this.#events.take(userId);
  }

  person(userId: string): PersonLimits {
    return {
      takeFrame: (bytes) => this.#frames.take(userId) && this.#received.take(userId, bytes),
      takeDocument: (bytes) => this.#sent.take(userId, bytes),
      mayApplyEdit: () => this.#rebuilds.waitS(userId) === 0,
      refused: (rebuiltBytes) => {
        this.#refusals.charge(userId, 1);
        this.#rebuilds.charge(userId, rebuiltBytes / MIB);
      },
    };
  }

  #take(keys: readonly string[]): () => void {
    for (const key of keys) this.#open.set(key, (this.#open.get(key) ?? 0) + 1);
    let isReserved = true;
    return () => {
      if (!isReserved) return;
      isReserved = false;
      for (const key of keys) {
        const left = (this.#open.get(key) ?? 0) - 1;
        if (left > 0) this.#open.set(key, left);
        else this.#open.delete(key);
      }
    };
  }
}
