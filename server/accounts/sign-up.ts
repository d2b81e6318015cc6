// Opening an account from the sign-up page.
import type { z } from 'zod';
import { authLimits } from '@/server/auth/limits';
import { ConflictError } from '@/server/errors';
import { createUser, EmailTakenError } from '@/server/shared/accounts/users';
import type { User } from '@/server/shared/database/generated/client';
import type { signUpSchema } from './schemas';

/**
 * Creates a Free account.
 * @param address where the request came from, for the rate limit
 * @throws RateLimitError, and ConflictError when the email has an account
 */
export async function signUp(form: z.infer<typeof signUpSchema>, address: string): Promise<User> {
  const { signUps } = authLimits();
  signUps.check(address);
  signUps.count(address);
  try {
    return await createUser({ ...form, plan: 'free' });
  } catch (error) {
    if (error instanceof EmailTakenError) throw new ConflictError(`${error.message} Sign in instead.`);
    throw error;
  }
}
