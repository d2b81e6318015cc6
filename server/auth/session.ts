// Who sends a request: the account behind its session cookie or its API token.
import type { IncomingHttpHeaders } from 'node:http';
import type { NextApiRequest } from 'next';
import { getToken } from 'next-auth/jwt';
import { UnauthorizedError } from '@/server/errors';
import { resolveApiToken } from '@/server/shared/accounts/api-tokens';
import type { Plan, User } from '@/server/shared/database/generated/client';
import { getEnv } from '@/server/shared/env';
import { addLogContext } from '@/server/shared/log';
import { accountOfToken } from './account-of-token';
import { parseCookies } from './cookies';
import { assertSameOrigin } from './same-origin';
import { instanceSecret } from './secret';

export interface CurrentUser {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly plan: Plan;
  /** May change the studio's own settings. */
  readonly isAdmin: boolean;
  /** When the account's own number is higher than this, the session is over. */
  readonly sessionEpoch: number;
}

type SentHeaders = Pick<IncomingHttpHeaders, 'cookie' | 'authorization'>;

function publicFace(user: User): CurrentUser {
  const { id, name, email, plan, isAdmin, sessionEpoch } = user;
  return { id, name: name ?? email ?? 'Somebody', email, plan, isAdmin, sessionEpoch };
}

async function accountOfCookie(cookieHeader: string): Promise<User | null> {
  // getToken() joins chunked cookies; it only ever reads these two fields of a request.
  const request = { cookies: parseCookies(cookieHeader), headers: {} } as unknown as NextApiRequest;
  const secureCookie = getEnv().publicUrl.startsWith('https://');
  const token = await getToken({ req: request, secret: instanceSecret(), secureCookie });
  return token && accountOfToken(token);
}

async function accountOfHeaders({ cookie, authorization }: SentHeaders): Promise<User | null> {
  if (authorization === undefined) return cookie ? accountOfCookie(cookie) : null;
  // A request that brings a token is judged by the token alone, whatever cookies came along.
  const [scheme, token, ...rest] = authorization.split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !token || rest.length > 0) return null;
  return resolveApiToken(token);
}

/**
 * The account behind a set of request headers, or null when there is none: for socket upgrades and pages.
 * The caller of an upgrade checks the Origin header itself.
 */
export async function sessionFromHeaders(headers: SentHeaders): Promise<CurrentUser | null> {
  const user = await accountOfHeaders(headers);
  if (user) addLogContext({ userId: user.id });
  return user && publicFace(user);
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * The account behind a request to a route.
 * @throws UnauthorizedError without a session or a token; ForbiddenError when another site made the browser send it
 */
export async function currentUser(request: Request): Promise<CurrentUser> {
  const authorization = request.headers.get('authorization') ?? undefined;
  const cookie = request.headers.get('cookie') ?? undefined;
  const user = await sessionFromHeaders({ authorization, cookie });
  if (!user) {
    throw new UnauthorizedError(authorization ? 'This API token is not valid.' : 'Sign in first.');
  }
  if (authorization === undefined && !READING.has(request.method)) assertSameOrigin(request);
  return user;
}
