// Where next-auth keeps the people who come through GitHub or Google: our own tables, emails lower-cased.
import { PrismaAdapter } from '@next-auth/prisma-adapter';
import type { Adapter, AdapterUser } from 'next-auth/adapters';
import { getPrisma } from '@/server/shared/database/client';

type AdapterClient = Parameters<typeof PrismaAdapter>[0];

/** The Prisma adapter, made to find an account whichever way an OAuth provider capitalises its email. */
export function accountAdapter(): Adapter {
  // The adapter was typed against a client generated into node_modules; ours has the same delegates.
  const adapter = PrismaAdapter(getPrisma() as unknown as AdapterClient);
  const { createUser, getUserByEmail } = adapter;
  if (!createUser || !getUserByEmail) throw new Error('The next-auth adapter lacks what OAuth needs.');
  return {
    ...adapter,
    createUser: (user: Omit<AdapterUser, 'id'>) => createUser({ ...user, email: user.email.toLowerCase() }),
    getUserByEmail: (email) => getUserByEmail(email.toLowerCase()),
  };
}
