// Asks the web server until it reports that the database, the queue and every worker are healthy.
import { setTimeout as sleep } from 'node:timers/promises';
import { addressOf } from '@/contract/http/address';
import { getHealth, healthSchema } from '@/contract/http/instance';
import { withDeadline } from '@/platform/deadline';

/** The path of the health check. */
export const HEALTH_ADDRESS = addressOf(getHealth, {});
/** The rest of the answer may be that of another release. */
const statusSchema = healthSchema.pick({ status: true });

const POLL_MS = 200;
const REQUEST_TIMEOUT_MS = 3_000;

async function readHealth(url: string, signal: AbortSignal): Promise<boolean> {
  const answer = await fetch(url, { signal });
  const health = statusSchema.safeParse(await answer.json());
  return answer.ok && health.success && health.data.status === 'ok';
}

/**
 * The deadline does not rely on fetch: reading a body whose request was aborted meanwhile has been seen to go on for
 * ever, and the supervisor could then neither report nor be stopped.
 */
async function isHealthy(url: string): Promise<boolean> {
  const request = new AbortController();
  try {
    return await withDeadline('The web server', REQUEST_TIMEOUT_MS, readHealth(url, request.signal));
  } catch {
    // Not listening yet, or not answering in time: the next poll finds out.
    return false;
  } finally {
    request.abort();
  }
}

/**
 * Resolves when the instance is healthy.
 * @param late called once when that takes longer than `timeoutMs`
 * @throws the signal's reason when it is aborted first
 */
export async function waitUntilHealthy(
  origin: string,
  signal: AbortSignal,
  timeoutMs: number,
  late: () => void,
): Promise<void> {
  signal.throwIfAborted();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  // Without a poll under way nobody else handles it.
  aborted.catch(() => undefined);
  const deadline = Date.now() + timeoutMs;
  let isReported = false;
  while (!(await Promise.race([isHealthy(origin + HEALTH_ADDRESS), aborted]))) {
    if (!isReported && Date.now() > deadline) {
      isReported = true;
      late();
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}
