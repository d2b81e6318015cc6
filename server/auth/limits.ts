// How often somebody may try to sign in or sign up, and from where a request comes.
import { RateLimiter } from './rate-limit';

const MINUTE_MS = 60_000;
const SIGN_IN_SENTENCE = 'Too many failed sign-ins. Wait a few minutes and try again.';

/** Failed sign-ins of one account from one address: stops guessing without locking its owner out elsewhere. */
const perAccountAndAddress = { limit: 10, windowMs: 15 * MINUTE_MS, sentence: SIGN_IN_SENTENCE };
/** Failed sign-ins of one account from anywhere: the backstop when addresses are forged or many. */
const perAccount = { limit: 100, windowMs: 15 * MINUTE_MS, sentence: SIGN_IN_SENTENCE };
const signUps = {
  limit: 60,
  windowMs: 10 * MINUTE_MS,
  sentence: 'Too many new accounts from this address. Wait a few minutes and try again.',
};

export interface AuthLimits {
  readonly perAccountAndAddress: RateLimiter;
  readonly perAccount: RateLimiter;
  readonly signUps: RateLimiter;
}

const shared = globalThis as typeof globalThis & { isomixAuthLimits?: AuthLimits };

/** The counters of this process. They hang on globalThis because each route is bundled with its own copy of this file. */
export function authLimits(): AuthLimits {
  shared.isomixAuthLimits ??= {
    perAccountAndAddress: new RateLimiter(perAccountAndAddress),
    perAccount: new RateLimiter(perAccount),
    signUps: new RateLimiter(signUps),
  };
  return shared.isomixAuthLimits;
}

/**
 * The address a request came from: the last entry of X-Forwarded-For. A proxy in front must append the real one;
 * without a proxy the sender may claim any, which is why accounts are limited by themselves too.
 */
export function addressOf(forwardedFor: string | null | undefined): string {
  return forwardedFor?.split(',').at(-1)?.trim() || 'unknown';
}
