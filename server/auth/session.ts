// The user of a request: the account behind its session cookie or its API token.
import type { IncomingHttpHeaders } from 'node:http';
import { parseCookie } from 'cookie';
import type { NextApiRequest } from 'next';
import { getToken, type JWT } from 'next-auth/jwt';
import { resolveApiToken } from '@/platform/accounts/api-tokens';
import type { Credential } from '@/platform/accounts/credential';
import { resolveSession } from '@/platform/accounts/sessions';
import { type Plan, TokenScope, type User } from '@/platform/database/generated/client';
import { getEnv } from '@/platform/env';
import { addLogContext } from '@/platform/log';
import { ForbiddenError, UnauthorizedError } from '@/server/errors';
import { instanceSecret } from '../http/secret';
import { assertSameOrigin, isSameOrigin } from './same-origin';

export interface CurrentUser {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly plan: Plan;
  /** Administrators may change the settings of the studio. */
  readonly isAdmin: boolean;
  /** The credential of the request; when it ends, so does everything that it opened. */
  readonly credential: Credential;
}

type SentHeaders = Pick<IncomingHttpHeaders, 'cookie' | 'authorization'>;

function toCurrentUser(user: User, credential: Credential): CurrentUser {
  const { id, name, email, plan, isAdmin } = user;
  return { id, name: name ?? email ?? 'Somebody', email, plan, isAdmin, credential };
}

/** The account of a decoded session cookie, or null when its session is over or the cookie names none. */
export async function accountOfToken({ userId, sessionId }: JWT): Promise<User | null> {
  if (typeof userId !== 'string' || typeof sessionId !== 'string') return null;
  return resolveSession(sessionId, userId);
}

async function visitorOfCookie(cookieHeader: string): Promise<CurrentUser | null> {
  // getToken() joins chunked cookies; it only ever reads these two fields of a request.
  const request = { cookies: parseCookie(cookieHeader), headers: {} } as unknown as NextApiRequest;
  const secureCookie = getEnv().publicUrl.startsWith('https://');
  const token = await getToken({ req: request, secret: instanceSecret(), secureCookie });
  const user = token && (await accountOfToken(token));
  if (!user || !token?.sessionId) return null;
  return toCurrentUser(user, { kind: 'session', id: token.sessionId, mayWrite: true });
}

async function visitorOfToken(authorization: string): Promise<CurrentUser | null> {
  const [scheme, token, ...rest] = authorization.split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !token || rest.length > 0) return null;
  const found = await resolveApiToken(token);
  if (!found) return null;
  const { id, scopes } = found.row;
  return toCurrentUser(found.user, { kind: 'token', id, mayWrite: scopes.includes(TokenScope.write) });
}

/**
 * The account behind a set of request headers, or null when there is none: for socket upgrades and pages.
 * The caller of an upgrade checks the Origin header itself.
 */
export async function sessionFromHeaders({
  cookie,
  authorization,
}: SentHeaders): Promise<CurrentUser | null> {
  // A request that brings a token is judged by the token alone, whatever cookies came along.
  const visitor =
    authorization !== undefined ? visitorOfToken(authorization) : cookie ? visitorOfCookie(cookie) : null;
  const user = await visitor;
  if (user) addLogContext({ userId: user.id });
  return user;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

const READ_ONLY = 'This API token may only read; make one that may write for this.';

/**
 * Checks that the person may change something by this request.
 * @throws ForbiddenError for a token that may only read, and for a cookie on a request of another site
 */
export function assertMayChange(request: Request, { credential }: CurrentUser): void {
  if (!credential.mayWrite) throw new ForbiddenError(READ_ONLY);
  if (credential.kind === 'session') assertSameOrigin(request);
}

/** Whether a GET of this person may have an effect beside its answer, as `assertMayChange` judges it. */
export const mayChange = (request: Request, { credential }: CurrentUser): boolean =>
  credential.mayWrite && (credential.kind === 'token' || isSameOrigin(request.headers));

/**
 * The account behind a request to a route.
 * @throws UnauthorizedError without a session or a token; ForbiddenError when another site made the browser send it,
 *   and when a token that may only read wants to change something
 */
export async function currentUser(request: Request): Promise<CurrentUser> {
  const authorization = request.headers.get('authorization') ?? undefined;
  const cookie = request.headers.get('cookie') ?? undefined;
  const user = await sessionFromHeaders({ authorization, cookie });
  if (!user) {
    throw new UnauthorizedError(authorization ? 'This API token is not valid.' : 'Sign in first.');
  }
  if (!SAFE_METHODS.has(request.method)) assertMayChange(request, user);
  return user;
}
