// What a check before the start is, how it is limited in time, and how its outcome is reported.
import { setTimeout as delay } from 'node:timers/promises';
import { withDeadline } from '@/platform/deadline';

export type CheckState = 'ok' | 'warning' | 'error';

export interface CheckResult {
  /** What was looked at, such as `database`. */
  readonly name: string;
  readonly state: CheckState;
  /** A message for the operator. */
  readonly message: string;
  /** True when the same check may succeed a little later: what was looked at does not answer yet. */
  readonly mayPass?: boolean;
}

export interface Check {
  readonly name: string;
  run(): Promise<CheckResult[]>;
}

/** No single look takes longer than this. */
const TIMEOUT_MS = 12_000;
const AGAIN_MS = 2_000;

export const fine = (name: string, message: string): CheckResult => ({ name, state: 'ok', message });
export const warning = (name: string, message: string): CheckResult => ({
  name,
  state: 'warning',
  message,
});
export const failed = (name: string, message: string, mayPass = false): CheckResult => ({
  name,
  message,
  mayPass,
  state: 'error',
});

/** The message of a thrown value, on one line and without a full stop, for use within a sentence. */
export function reasonOf(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const message = first instanceof Error ? first.message || first.name : String(first);
  return message.replace(/\s+/g, ' ').replace(/\.$/, '').trim();
}

/** One look, limited in time; a check that fails itself is an error that may pass. */
export async function runCheck({ name, run }: Check): Promise<CheckResult[]> {
  try {
    return await withDeadline(`The check of the ${name}`, TIMEOUT_MS, run());
  } catch (error) {
    return [failed(name, `The check of the ${name} could not be made: ${reasonOf(error)}.`, true)];
  }
}

/**
 * Looks again and again while what does not answer may still come.
 * @param timeoutMs how long
 * @param print receives one line when the start waits, with the maximum time
 */
export async function runWithRetries(
  check: Check,
  timeoutMs: number,
  print: (line: string) => void,
  signal?: AbortSignal,
): Promise<CheckResult[]> {
  const deadline = performance.now() + timeoutMs;
  for (let tries = 0; ; tries++) {
    const results = await runCheck(check);
    const waiting = results.find(({ state, mayPass }) => state === 'error' && mayPass);
    if (!waiting || performance.now() >= deadline) return results;
    if (tries === 0) print(`${waiting.message} Waiting up to ${Math.round(timeoutMs / 1000)} s for it...`);
    await delay(AGAIN_MS, undefined, { signal });
  }
}
