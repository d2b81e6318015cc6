// Where requests with a password wait, before Next and the database see them: one at a time, turns between networks.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { FairQueue, QueueFullError } from '@/server/auth/fair-queue';
import { failuresPerAddress } from '@/server/auth/limits';
import { RateLimitError, RequestError } from '@/server/errors';
import { addressKey, networksOf } from '@/server/http/address';
import { type BucketSize, KeyedBuckets } from '@/server/limits/keyed-buckets';
import { clientAddress } from '../http/client-address';
import { readWhole, withBody } from '../http/whole-body';
import type { PageHandler } from './page-handler';
import { type PasswordAction, passwordActionOf, sendPasswordRefusal } from './password-requests';
import { turnCost } from './turn-cost';

export interface PasswordQueueLimits {
  /** Requests that wait for their turn: a hash takes a third of a second of one core, and people give up. */
  readonly waiting: number;
  /** Requests of one address, and of all, that are on their way in, waiting or being answered. */
  readonly perAddress: number;
  readonly inAll: number;
  /** Until a whole request has arrived. */
  readonly bodyMs: number;
  /** A refusal is answered this late: a program that tries again at once is slowed, a person is not. */
  readonly refusalMs: number;
  /**
   * Seconds of the web server's thread that one address may take: most passwords that are tried cost little, but
   * often.
   */
  readonly pace: BucketSize;
  /** Refusals that wait to be answered; beyond that they are answered at once. */
  readonly lateRefusals: number;
}

export const PASSWORD_QUEUE_LIMITS: PasswordQueueLimits = {
  waiting: 16,
  perAddress: 12,
  inAll: 256,
  bodyMs: 10_000,
  refusalMs: 1_000,
  lateRefusals: 2_000,
  pace: { rate: 0.2, burst: 1 },
};

/** Forms with an email and a password are far smaller. */
const MAX_BODY_BYTES = 16 * 1024;
const RETRY_S = 5;

const addressBusy = () =>
  new RateLimitError('Too many passwords came from this address at once; wait a moment.', RETRY_S);
const busy = () =>
  new RequestError(
    503,
    'busy',
    'Too many people sign in at this moment; please try again in a few seconds.',
    {
      'retry-after': String(RETRY_S),
    },
  );

export class PasswordQueue {
  readonly #queue: FairQueue;
  readonly #pace: KeyedBuckets;
  readonly #present = new Map<string, number>();
  #inAll = 0;
  #lateRefusals = 0;
  readonly #pages: PageHandler;
  readonly #limits: PasswordQueueLimits;

  /** @param pages answers the requests whose turn it is */
  constructor(pages: PageHandler, limits: PasswordQueueLimits = PASSWORD_QUEUE_LIMITS) {
    this.#pages = pages;
    this.#limits = limits;
    this.#queue = new FairQueue({ waiting: limits.waiting });
    this.#pace = new KeyedBuckets(limits.pace);
  }

  /** Answers a request that checks or sets a password, now or in its turn. Returns false for every other request. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    const action = passwordActionOf(request.method ?? '', request.url ?? '');
    if (!action) return false;
    const left = new AbortController();
    response.once('close', () => left.abort());
    try {
      await this.#pass(action, request, response, left.signal);
    } catch (error) {
      if (left.signal.aborted) return true;
      if (!(error instanceof RequestError)) throw error;
      await this.#refuseLater(left.signal);
      sendPasswordRefusal(action, error, request, response);
    }
    return true;
  }

  async #pass(
    action: PasswordAction,
    request: IncomingMessage,
    response: ServerResponse,
    left: AbortSignal,
  ): Promise<void> {
    const from = clientAddress(request);
    const leave = this.#enter(addressKey(from));
    try {
      if (action === 'sign-in') await failuresPerAddress.check(addressKey(from));
      // Only a whole request waits: one that arrives slowly would keep its turn from the others.
      const body = await readWhole(request, { maxBytes: MAX_BODY_BYTES, withinMs: this.#limits.bodyMs });
      await this.#waitFor(addressKey(from), left);
      const task = () => this.#pages(withBody(request, body), response);
      await this.#queue.run(networksOf(from), () => this.#charged(addressKey(from), task), left);
    } catch (error) {
      throw error instanceof QueueFullError ? busy() : error;
    } finally {
      leave();
    }
  }

  async #waitFor(address: string, signal: AbortSignal): Promise<void> {
    const waitS = this.#pace.waitS(address, 0);
    if (waitS > 0) await pause(waitS * 1000, undefined, { signal });
  }

  async #charged(address: string, task: () => Promise<void>): Promise<void> {
    const began = performance.now();
    await task();
    this.#pace.charge(address, turnCost(began));
  }

  /** Takes a place. @throws RateLimitError or RequestError 503 when there is none */
  #enter(address: string): () => void {
    const ofAddress = this.#present.get(address) ?? 0;
    if (ofAddress >= this.#limits.perAddress) throw addressBusy();
    if (this.#inAll >= this.#limits.inAll) throw busy();
    this.#present.set(address, ofAddress + 1);
    this.#inAll += 1;
    return () => {
      const others = (this.#present.get(address) ?? 1) - 1;
      if (others > 0) this.#present.set(address, others);
      else this.#present.delete(address);
      this.#inAll -= 1;
    };
  }

  async #refuseLater(left: AbortSignal): Promise<void> {
    if (this.#lateRefusals >= this.#limits.lateRefusals) return;
    this.#lateRefusals += 1;
    await pause(this.#limits.refusalMs, undefined, { signal: left }).catch(() => undefined);
    this.#lateRefusals -= 1;
  }
}
