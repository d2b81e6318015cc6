// The configuration of next-auth: cookies that name a session of ours, which decides whether they still count.
import type { NextAuthOptions } from 'next-auth';
import type { JWT } from 'next-auth/jwt';
import { SESSION_DAYS } from '@/platform/accounts/credential';
import { endSession, startSession } from '@/platform/accounts/sessions';
import type { User } from '@/platform/database/generated/client';
import { getEnv } from '@/platform/env';
import { log } from '@/platform/log';
import { recordUnavailable } from '@/server/http/unavailable-record';
import { instanceSecret } from '../http/secret';
import { accountAdapter } from './adapter';
import { providers } from './providers';
import { returnUrl } from './return-url';
import { accountOfToken } from './session';
import type { Visit } from './visit';

/** The token with what the database says now; as it was when the database cannot be asked. */
async function refreshed(token: JWT): Promise<JWT> {
  let user: User | null;
  try {
    user = await accountOfToken(token);
  } catch (err) {
    // Throwing here would make next-auth clear the cookie and sign everybody out during a database restart.
    log.warn({ err }, 'A session could not be refreshed.');
    recordUnavailable(err);
    return token;
  }
  if (!user) throw new Error('This session has ended.');
  return { ...token, name: user.name, email: user.email, picture: user.image, plan: user.plan };
}

const callbacksOf = ({ userAgent }: Visit): NextAuthOptions['callbacks'] => ({
  async jwt({ token, user }) {
    if (!user) return refreshed(token);
    return refreshed({ ...token, userId: user.id, sessionId: await startSession(user.id, userAgent) });
  },
  async session({ session, token }) {
    const { userId: id = '', plan = 'free', name, email, picture: image } = token;
    return { ...session, user: { id, plan, name, email, image } };
  },
  redirect: async ({ url, baseUrl }) => returnUrl(url, baseUrl),
});

/** Options for one request. next-auth reads its own address from the environment alone, so it is set here. */
export function authOptions(visit: Visit = { userAgent: null }): NextAuthOptions {
  process.env.NEXTAUTH_URL = getEnv().publicUrl;
  return {
    secret: instanceSecret(),
    adapter: accountAdapter(),
    providers: providers(visit),
    // The row of a session ends it after a time without use; the cookie only has to last as long as the longest.
    session: { strategy: 'jwt', maxAge: SESSION_DAYS * 24 * 60 * 60 },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    callbacks: callbacksOf(visit),
    events: {
      async signOut({ token }) {
        if (token?.userId && token.sessionId) await endSession(token.userId, token.sessionId);
      },
    },
    logger: {
      error(code, metadata) {
        // An ended session is an ordinary thing; next-auth then clears its cookie.
        if (code === 'JWT_SESSION_ERROR') return;
        log.error({ code, err: metadata }, 'Signing in or out failed.');
      },
      warn: (code) => log.warn({ code }, 'The sign-in library warns.'),
    },
  };
}
