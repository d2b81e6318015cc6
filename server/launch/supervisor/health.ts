// Asks the web server until it reports that the database, the queue and every worker are healthy.
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const healthSchema = z.object({ status: z.string() });

const POLL_MS = 200;
const REQUEST_TIMEOUT_MS = 3_000;

async function isHealthy(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
    const health = healthSchema.safeParse(await answer.json());
    return answer.ok && health.success && health.data.status === 'ok';
  } catch {
    // Not listening yet, or not answering in time: the next poll finds out.
    return false;
  }
}

/**
 * Resolves when the instance is healthy.
 * @param late called once when that takes longer than `patienceMs`
 * @throws the signal's reason when it is aborted first
 */
export async function waitUntilHealthy(
  origin: string,
  signal: AbortSignal,
  patienceMs: number,
  late: () => void,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  let told = false;
  while (!(await isHealthy(`${origin}/api/v1/health`))) {
    if (!told && Date.now() > deadline) {
      told = true;
      late();
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}
