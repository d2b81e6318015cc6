// The configuration of next-auth: JWT sessions that end when the account's session epoch is raised.
import type { NextAuthOptions } from 'next-auth';
import type { JWT } from 'next-auth/jwt';
import { noteAway } from '@/server/http/away-note';
import type { User } from '@/server/shared/database/generated/client';
import { getEnv } from '@/server/shared/env';
import { log } from '@/server/shared/log';
import { accountOfToken } from './account-of-token';
import { accountAdapter } from './adapter';
import { providers } from './providers';
import { instanceSecret } from './secret';

const SESSION_DAYS = 30;

/** The token with what the database says now; as it was when the database cannot be asked. */
async function refreshed(token: JWT): Promise<JWT> {
  let user: User | null;
  try {
    user = await accountOfToken(token);
  } catch (error) {
    // Throwing here would make next-auth clear the cookie and sign everybody out during a database restart.
    log.warn({ err: error }, 'A session could not be refreshed.');
    noteAway(error);
    return token;
  }
  if (!user) throw new Error('This session has ended.');
  return { ...token, name: user.name, email: user.email, picture: user.image, plan: user.plan };
}

const callbacks: NextAuthOptions['callbacks'] = {
  async jwt({ token, user }) {
    // OAuth users come from the adapter as the whole row, password users from authorize().
    const begun = user ? { ...token, userId: user.id, sessionEpoch: user.sessionEpoch ?? 0 } : token;
    return refreshed(begun);
  },
  async session({ session, token }) {
    const { userId: id = '', plan = 'free', name, email, picture: image } = token;
    return { ...session, user: { id, plan, name, email, image } };
  },
};

/** Options for one request. next-auth reads its own address from the environment alone, so it is set here. */
export function authOptions(): NextAuthOptions {
  process.env.NEXTAUTH_URL = getEnv().publicUrl;
  return {
    secret: instanceSecret(),
    adapter: accountAdapter(),
    providers: providers(),
    session: { strategy: 'jwt', maxAge: SESSION_DAYS * 24 * 60 * 60 },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    callbacks,
    logger: {
      error(code, metadata) {
        // An ended session is an ordinary thing; next-auth then clears its cookie.
        if (code === 'JWT_SESSION_ERROR') return;
        log.error({ err: metadata }, `Signing in failed (${code}).`);
      },
      warn: (code) => log.warn(`next-auth: ${code}`),
    },
  };
}
