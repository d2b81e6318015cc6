// Everything that is looked at before the studio starts, and by `isomix doctor`: each check by itself, limited in time.
import type { Env } from '@/platform/env';
import { type Check, type CheckResult, runCheck, runWithRetries } from './check';
import { databaseCheck } from './database';
import { programsCheck, sharingCheck } from './machine';
import { proxyCheck } from './proxy';
import { redisCheck } from './redis';
import { settingsCheck } from './settings';
import { storageCheck } from './storage';

export type { CheckResult } from './check';

/** A start waits this long for what does not answer yet, in milliseconds. */
const TIMEOUT_MS = 60_000;

export interface PreflightOptions {
  /** The address of the database, whether it is our own or embedded. */
  readonly databaseUrl: string;
  readonly print: (line: string) => void;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/** Every check that concerns the roles of `env`; without an address of a database none that needs its server. */
function checksOf(env: Env, databaseUrl: string | null): Check[] {
  const others = databaseUrl === null ? [] : [sharingCheck(env), proxyCheck(env, databaseUrl)];
  const database = databaseCheck(env, databaseUrl);
  return [settingsCheck, programsCheck(env), database, ...others, redisCheck(env), storageCheck(env)];
}

/**
 * Runs the checks before a start. Dependencies that do not answer yet are waited for; warnings are printed.
 * @throws Error with one message per line when something is wrong
 */
export async function runPreflight(env: Env, options: PreflightOptions): Promise<void> {
  const { databaseUrl, print: say, signal, timeoutMs = TIMEOUT_MS } = options;
  const checks = checksOf(env, databaseUrl);
  const results = (
    await Promise.all(checks.map((check) => runWithRetries(check, timeoutMs, say, signal)))
  ).flat();
  for (const { state, message } of results) if (state === 'warning') say(`Warning: ${message}`);
  const errors = results.filter(({ state }) => state === 'error').map(({ message }) => message);
  if (errors.length > 0) throw new Error(errors.join('\n'));
}

/** The same checks, each looked at once, for `isomix doctor`. */
export async function diagnose(env: Env, databaseUrl: string | null): Promise<CheckResult[]> {
  return (await Promise.all(checksOf(env, databaseUrl).map(runCheck))).flat();
}
