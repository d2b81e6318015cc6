// Signing in with email and password: one answer for every kind of failure, and only so many tries.
import { hashPassword, verifyPassword } from '@/server/shared/accounts/password';
import { findUserByEmail, passwordSchema } from '@/server/shared/accounts/users';
import type { User } from '@/server/shared/database/generated/client';
import { authLimits } from './limits';

let decoy: Promise<string> | undefined;

/** Spends the time a real check takes, so that the clock does not tell which emails have an account. */
async function checkAgainstDecoy(password: string): Promise<false> {
  decoy ??= hashPassword('nobody has this password');
  await verifyPassword(password, await decoy);
  return false;
}

/**
 * Checks an email and a password.
 * @param address where the request came from, for counting failures
 * @returns the account, or null when the two do not belong together
 * @throws RateLimitError after too many failures
 */
export async function signInWithPassword(
  email: string,
  password: string,
  address: string,
): Promise<User | null> {
  const { perAccount, perAccountAndAddress } = authLimits();
  const account = email.trim().toLowerCase().slice(0, 254);
  const pair = `${account} ${address}`;
  perAccount.check(account);
  perAccountAndAddress.check(pair);
  // Counted before the slow check, so that tries sent at once do not all pass it.
  perAccount.count(account);
  perAccountAndAddress.count(pair);

  const usable = passwordSchema.safeParse(password).success;
  const user = usable ? await findUserByEmail(account) : null;
  const matches = user?.passwordHash
    ? await verifyPassword(password, user.passwordHash)
    : await checkAgainstDecoy(password.slice(0, 200));
  if (!user || !matches) return null;
  perAccountAndAddress.forgive(pair);
  perAccount.forgive(account);
  return user;
}
