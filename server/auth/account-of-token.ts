// From a session token to the account it stands for.
import { getPrisma } from '@/server/shared/database/client';
import type { User } from '@/server/shared/database/generated/client';

/** The account of a decoded session token, or null when it was signed out everywhere or is gone. */
export async function accountOfToken(token: {
  readonly userId?: unknown;
  readonly sessionEpoch?: unknown;
}): Promise<User | null> {
  if (typeof token.userId !== 'string' || typeof token.sessionEpoch !== 'number') return null;
  const user = await getPrisma().user.findUnique({ where: { id: token.userId } });
  return user?.sessionEpoch === token.sessionEpoch ? user : null;
}
