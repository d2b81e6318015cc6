// The next-auth adapter for GitHub and Google accounts: our own tables, emails in lower case.
import { PrismaAdapter } from '@next-auth/prisma-adapter';
import type { Adapter, AdapterAccount, AdapterUser } from 'next-auth/adapters';
import { z } from 'zod';
import { getPrisma } from '@/platform/database/client';

type AdapterClient = Parameters<typeof PrismaAdapter>[0];

/** The columns of Account. Providers send tokens as well; nothing here uses them, so none are kept. */
const accountSchema = z.object({
  userId: z.string(),
  type: z.string(),
  provider: z.string(),
  providerAccountId: z.string(),
});

/**
 * The Prisma adapter, made to find an account whichever way a provider capitalises its email, and to keep of what a
 * provider sends who somebody is, and none of its tokens.
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
