// Where next-auth keeps the people who come through GitHub or Google: our own tables, emails lower-cased.
import { PrismaAdapter } from '@next-auth/prisma-adapter';
import type { Adapter, AdapterAccount, AdapterUser } from 'next-auth/adapters';
import { z } from 'zod';
import { getPrisma } from '@/server/shared/database/client';

type AdapterClient = Parameters<typeof PrismaAdapter>[0];

/** The columns of Account. Providers send more than that, some of it only in certain configurations. */
const accountSchema = z.object({
  userId: z.string(),
  type: z.string(),
  provider: z.string(),
  providerAccountId: z.string(),
  refresh_token: z.string().optional(),
  access_token: z.string().optional(),
  expires_at: z.number().int().optional(),
  token_type: z.string().optional(),
  scope: z.string().optional(),
  id_token: z.string().optional(),
  session_state: z.string().optional(),
});

/**
 * The Prisma adapter, made to find an account whichever way a provider capitalises its email, and to keep of what a
 * provider sends what there is a place for.
 */
export function accountAdapter(): Adapter {
  const prisma = getPrisma();
  // The adapter was typed against a client generated into node_modules; ours has the same delegates.
  const adapter = PrismaAdapter(prisma as unknown as AdapterClient);
  const { createUser, getUserByEmail } = adapter;
  if (!createUser || !getUserByEmail) throw new Error('The next-auth adapter lacks what OAuth needs.');
  return {
    ...adapter,
    createUser: (user: Omit<AdapterUser, 'id'>) => createUser({ ...user, email: user.email.toLowerCase() }),
    getUserByEmail: (email) => getUserByEmail(email.toLowerCase()),
    async linkAccount(account: AdapterAccount) {
      await prisma.account.create({ data: accountSchema.parse(account) });
    },
  };
}
