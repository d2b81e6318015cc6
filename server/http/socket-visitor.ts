// Who opens a socket: checked before any handshake ends, for the document and for socket.io alike.
import type { IncomingMessage } from 'node:http';
import { type CurrentUser, sessionFromHeaders } from '@/server/auth/session';
import { ForbiddenError, UnauthorizedError } from '@/server/errors';
import { getEnv } from '@/server/shared/env';
import { isOwnOrigin } from './origin';

const FOREIGN = 'Sockets open only from the pages of the studio itself.';

/** Browsers name the page's origin on every socket; a program brings a token instead, which no page can make it send. */
function assertOwnPage(request: IncomingMessage, isUpgrade: boolean): void {
  const { origin, host, authorization } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (origin !== undefined) {
    if (!isOwnOrigin(origin, host, getEnv().publicUrl)) throw new ForbiddenError(FOREIGN);
    return;
  }
  // Long polling of our own pages sends no Origin with GET, but says where it comes from.
  const isOwnPolling = !isUpgrade && (site === undefined || site === 'same-origin');
  if (authorization === undefined && !isOwnPolling) throw new ForbiddenError(FOREIGN);
}

/**
 * The person behind a socket request.
 * @param isUpgrade false for the long polling of socket.io
 * @throws ForbiddenError for foreign pages, UnauthorizedError without a session
 */
export async function socketVisitor(request: IncomingMessage, isUpgrade: boolean): Promise<CurrentUser> {
  assertOwnPage(request, isUpgrade);
  const user = await sessionFromHeaders(request.headers);
  if (!user) throw new UnauthorizedError();
  return user;
}
