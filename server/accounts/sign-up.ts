// Creates an account from the sign-up page.
import type { z } from 'zod';
import type { signUpSchema } from '@/contract/http/account';
import { createUser, EmailTakenError } from '@/platform/accounts/users';
import type { User } from '@/platform/database/generated/client';
import { signUpsPerAddress } from '@/server/auth/limits';
import { ConflictError } from '@/server/errors';
import { addressKey } from '@/server/http/address';

/**
 * Creates a Free account.
 * @param from the network address of the request, for the limits
 * @throws RateLimitError after too many, ConflictError when the email has an account
 */
export async function signUp(form: z.infer<typeof signUpSchema>, from: string): Promise<User> {
  await signUpsPerAddress.spend(addressKey(from));
  try {
    return await createUser({ ...form, plan: 'free' });
  } catch (error) {
    if (error instanceof EmailTakenError) throw new ConflictError(`${error.message} Sign in instead.`);
    throw error;
  }
}
