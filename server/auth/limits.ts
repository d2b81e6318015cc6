// Rate limits of password attempts and sign-ups, shared by all web processes.
import { createHash } from 'node:crypto';
import { createBudget } from '@/server/limits/budget';

const MINUTE_S = 60;
const SIGN_IN_MESSAGE = 'Too many failed sign-ins. Wait a few minutes and try again.';

/** Failed sign-ins from one address, whichever accounts they name: stops trying one password on many accounts. */
export const failuresPerAddress = createBudget({
  name: 'sign-in-address',
  points: 60,
  windowS: 15 * MINUTE_S,
  message: SIGN_IN_MESSAGE,
});

/**
 * Failed sign-ins of one account from one address: stops guessing without locking its owner out on other
 * networks.
 */
export const failuresPerAccountAndAddress = createBudget({
  name: 'sign-in-pair',
  points: 10,
  windowS: 15 * MINUTE_S,
  message: SIGN_IN_MESSAGE,
});

/** Failed sign-ins of one account from anywhere: the backstop when addresses are many. */
export const failuresPerAccount = createBudget({
  name: 'sign-in-account',
  points: 100,
  windowS: 15 * MINUTE_S,
  message: SIGN_IN_MESSAGE,
});

export const signUpsPerAddress = createBudget({
  name: 'sign-up',
  points: 60,
  windowS: 10 * MINUTE_S,
  message: 'Too many new accounts from this address. Wait a few minutes and try again.',
});

/**
 * The key of an account in the counts: a hash of the typed text, so that the table contains no emails or odd
 * characters.
 */
export const accountKey = (email: string): string =>
  createHash('sha256').update(email).digest('base64url').slice(0, 32);
