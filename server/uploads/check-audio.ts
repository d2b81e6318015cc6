// Probes received files: a few at a time, up to the length of the plan, within a deadline.
import { availableParallelism } from 'node:os';
import { UnusableAudioError } from '@/platform/media/errors';
import { type AudioProbe, probeAudio, TooLongError } from '@/platform/media/probe';
import { Gate } from '@/server/limits/gate';
import { longerThanPlan } from '@/server/plan-checks';
import { rulesOf } from '@/server/plans';
import { addUsage, checkUsage, type UsageAccount } from '@/server/usage/usage';

/** From the end of the upload to the answer: waiting, probing and storing. */
const DEADLINE_MS = 5 * 60_000;
const AT_ONCE = Math.max(2, availableParallelism());
/** One person never takes every place: others' files are checked beside slow ones. */
const AT_ONCE_PER_PERSON = Math.min(2, AT_ONCE - 1);

/** Next bundles each route with its own copy of this file; the global object exists once. */
const globals = globalThis as typeof globalThis & { isomixProbeGate?: Gate };
const probes = (): Gate => {
  globals.isomixProbeGate ??= new Gate({
    atOnce: AT_ONCE,
    atOncePerKey: AT_ONCE_PER_PERSON,
    waiting: 48,
    waitingPerKey: 16,
    retryAfterS: 15,
    message: 'Many files are being checked at the moment; send this one again in a moment.',
  });
  return globals.isomixProbeGate;
};

/**
 * Runs `work` with a signal that ends it when the sender has left or the deadline has passed.
 * @throws UnusableAudioError when it took too long
 */
export async function withUploadDeadline<T>(
  sender: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  try {
    return await work(AbortSignal.any([sender, deadline]));
  } catch (error) {
    if (error !== deadline.reason) throw error;
    throw new UnusableAudioError('Checking the file took too long, so it was refused.');
  }
}

/**
 * Probes a received file when it is its turn.
 * @param maxDurationS the longest audio, where that is less than the plan allows
 * @throws UnusableAudioError, PlanLimitError when it is longer than the plan takes or the day's time for checking is
 *   used up, RateLimitError when too many wait
 */
export function checkAudio(
  account: UsageAccount,
  path: string,
  signal: AbortSignal,
  maxDurationS = Number.POSITIVE_INFINITY,
): Promise<AudioProbe> {
  const { maxDurationS: planS } = rulesOf(account.plan);
  return probes().run(account.id, signal, async () => {
    // Here and not before the wait: the files that were checked meanwhile count.
    await checkUsage(account, 'checking');
    const began = performance.now();
    try {
      return await probeAudio(path, { signal, maxDurationS: Math.min(planS, maxDurationS) });
    } catch (error) {
      if (error instanceof TooLongError && planS <= maxDurationS) throw longerThanPlan(account.plan);
      throw error;
    } finally {
      // Refused files count as well: those that take the longest to refuse are made for that.
      await addUsage(account.id, 'checking', Math.ceil((performance.now() - began) / 1000));
    }
  });
}
