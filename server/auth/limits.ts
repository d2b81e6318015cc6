// How often somebody may try a password or open an account; all web processes share the counts.
import { createHash } from 'node:crypto';
import { createBudget } from '@/server/limits/budget';

const MINUTE_S = 60;
const SIGN_IN_SENTENCE = 'Too many failed sign-ins. Wait a few minutes and try again.';

/** Failed sign-ins from one address, whichever accounts they name: stops trying one password on many accounts. */
export const failuresPerAddress = createBudget({
  name: 'sign-in-address',
  points: 60,
  windowS: 15 * MINUTE_S,
  sentence: SIGN_IN_SENTENCE,
});

/** Failed sign-ins of one account from one address: stops guessing without locking its owner out elsewhere. */
export const failuresPerAccountAndAddress = createBudget({
  name: 'sign-in-pair',
  points: 10,
  windowS: 15 * MINUTE_S,
  sentence: SIGN_IN_SENTENCE,
});

/** Failed sign-ins of one account from anywhere: the backstop when addresses are many. */
export const failuresPerAccount = createBudget({
  name: 'sign-in-account',
  points: 100,
  windowS: 15 * MINUTE_S,
  sentence: SIGN_IN_SENTENCE,
});

export const signUpsPerAddress = createBudget({
  name: 'sign-up',
  points: 60,
  windowS: 10 * MINUTE_S,
  sentence: 'Too many new accounts from this address. Wait a few minutes and try again.',
});

/** How the counts know an account: a hash of what was typed, so that the table holds neither emails nor odd characters. */
export const accountKey = (email: string): string =>
  createHash('sha256').update(email).digest('base64url').slice(0, 32);
