// Sign-in with email and password: one answer for every kind of failure, and a limited number of attempts.
import { passwordSchema } from '@/contract/accounts';
import { decoyHash, verifyPassword } from '@/platform/accounts/password';
import { findUserByEmail } from '@/platform/accounts/users';
import type { User } from '@/platform/database/generated/client';
import { addressKey } from '../http/address';
import { accountKey, failuresPerAccount, failuresPerAccountAndAddress, failuresPerAddress } from './limits';

/**
 * The hash that passwords of unknown accounts are checked against, so that response times do not reveal known
 * emails.
 */
const DECOY = decoyHash();

/**
 * Runs a check of a password and counts it as a failure unless it succeeds.
 * @param account names the account in the counts
 * @param check resolves to null when the password is wrong
 * @throws RateLimitError after too many failures of this account or from this address
 */
export async function countingFailures<T>(
  account: string,
  address: string,
  check: () => Promise<T | null>,
): Promise<T | null> {
  const pair = `${account} ${address}`;
  // Counted before the slow check, so that tries sent at once do not all pass it; an address that is over its budget
  // does not use up that of the account.
  await failuresPerAddress.spend(address);
  await failuresPerAccountAndAddress.spend(pair);
  await failuresPerAccount.spend(account);
  const found = await check();
  if (found === null) return null;
  await Promise.all([
    // Its other failures stay counted: an attacker could otherwise clear them with an account of their own.
    failuresPerAddress.refund(address),
    failuresPerAccountAndAddress.reset(pair),
    failuresPerAccount.reset(account),
  ]);
  return found;
}

/**
 * Checks an email and a password.
 * @param from the network address of the request, for counting failures
 * @returns the account, or null when the two do not belong together
 * @throws RateLimitError after too many failures
 */
export function signInWithPassword(email: string, password: string, from: string): Promise<User | null> {
  const typed = email.trim().toLowerCase().slice(0, 254);
  return countingFailures(accountKey(typed), addressKey(from), async () => {
    const usable = passwordSchema.safeParse(password).success;
    const user = usable ? await findUserByEmail(typed) : null;
    const matches = await verifyPassword(password.slice(0, 200), user?.passwordHash ?? DECOY);
    return matches ? user : null;
  });
}
