// The user who opens a socket, checked before the handshake completes, for documents and socket.io alike.
import type { IncomingMessage } from 'node:http';
import { getEnv } from '@/platform/env';
import { type CurrentUser, sessionFromHeaders } from '@/server/auth/session';
import { ForbiddenError, UnauthorizedError } from '@/server/errors';
import { isOwnOrigin } from '../http/origin';

const FOREIGN = 'Sockets open only from the pages of the studio itself.';

/**
 * Browsers name the page's origin on every socket; a program brings a token instead, which no page can make it send.
 */
function assertOwnPage(request: IncomingMessage): void {
  const { origin, host, authorization } = request.headers;
  const isOwn =
    origin === undefined ? authorization !== undefined : isOwnOrigin(origin, host, getEnv().publicUrl);
  if (!isOwn) throw new ForbiddenError(FOREIGN);
}

/**
 * The person behind an upgrade request.
 * @throws ForbiddenError for foreign pages, UnauthorizedError without a session
 */
export async function socketVisitor(request: IncomingMessage): Promise<CurrentUser> {
  assertOwnPage(request);
  const user = await sessionFromHeaders(request.headers);
  if (!user) throw new UnauthorizedError();
  return user;
}
