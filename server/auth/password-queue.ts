// The turn of a request that hashes a password: one at a time, few that wait, the rest told to come back.
import { RateLimitError, RequestError } from '@/server/errors';
import { FairQueue, QueueFullError } from './fair-queue';

/** A hash takes a third of a second of one core: a longer queue would collect people who have given up. */
const LIMITS = { total: 16, perKey: 12 };
const RETRY_S = 5;

const shared = globalThis as typeof globalThis & { isomixPasswordQueue?: FairQueue };

function refusal({ limit }: QueueFullError): RequestError {
  if (limit === 'perKey') {
    return new RateLimitError('Too many passwords came from this address at once; wait a moment.', RETRY_S);
  }
  const sentence = 'Too many people sign in at this moment; please try again in a few seconds.';
  return new RequestError(503, 'busy', sentence, { 'retry-after': String(RETRY_S) });
}

/**
 * Runs the whole of a request that checks or sets a password, so that what is refused has cost nothing.
 * @param address where the request comes from, as `addressKey` names it; the queue takes turns between addresses
 * @throws RateLimitError or RequestError 503, both with Retry-After, when too many wait
 */
export async function withPasswordTurn<T>(address: string, attempt: () => Promise<T>): Promise<T> {
  // On globalThis, because each route is bundled with its own copy of this file.
  shared.isomixPasswordQueue ??= new FairQueue(LIMITS);
  try {
    return await shared.isomixPasswordQueue.run(address, attempt);
  } catch (error) {
    throw error instanceof QueueFullError ? refusal(error) : error;
  }
}
