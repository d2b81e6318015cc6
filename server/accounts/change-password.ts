// Changes the password of an account, which ends every other session and, on request, every API token.
import type { z } from 'zod';
import type { passwordChangeSchema } from '@/contract/http/credentials';
import { revokeApiTokens } from '@/platform/accounts/api-tokens';
import { hashPassword, verifyPassword } from '@/platform/accounts/password';
import { endSessions } from '@/platform/accounts/sessions';
import { getPrisma } from '@/platform/database/client';
import { countingFailures } from '@/server/auth/credentials';
import { accountKey } from '@/server/auth/limits';
import type { CurrentUser } from '@/server/auth/session';
import { ConflictError, ForbiddenError, ValidationError } from '@/server/errors';
import { addressKey } from '@/server/http/address';
import { currentSessionId } from './my-sessions';

/** Whether an account has a password; one that signs in by another service has none. */
export async function hasOwnPassword(user: Pick<CurrentUser, 'id'>): Promise<boolean> {
  const where = { id: user.id, passwordHash: { not: null } };
  return (await getPrisma().user.count({ where })) > 0;
}

/**
 * Gives an account another password. A wrong current one counts like a failed sign-in.
 * @param from the network address of the request
 * @throws ForbiddenError when the current password is wrong, ConflictError for an account without one,
 *   ValidationError when nothing would change, RateLimitError as signing in
 */
export async function changePassword(
  user: CurrentUser,
  {
    current_password: current,
    new_password: next,
    revoke_tokens: revokesTokens,
  }: z.output<typeof passwordChangeSchema>,
  from: string,
): Promise<void> {
  const { passwordHash } = await getPrisma().user.findUniqueOrThrow({
    where: { id: user.id },
    select: { passwordHash: true },
  });
  if (!passwordHash) throw new ConflictError('This account signs in by another service and has no password.');
  const account = accountKey(user.email ?? user.id);
  const isRight = await countingFailures(account, addressKey(from), async () =>
    (await verifyPassword(current, passwordHash)) ? true : null,
  );
  if (!isRight) throw new ForbiddenError('The current password is not right.');
  if (current === next) throw new ValidationError('The new password is the one you have; choose another.');
  const data = { passwordHash: await hashPassword(next) };
  // Only while the verified hash is still stored: of two concurrent changes one succeeds, and the other is
  // rejected.
  const { count } = await getPrisma().user.updateMany({ where: { id: user.id, passwordHash }, data });
  if (count === 0) throw new ConflictError('The password was changed by another request at the same time.');
  await endSessions(user.id, currentSessionId(user));
  if (revokesTokens) await revokeApiTokens(user.id);
}
