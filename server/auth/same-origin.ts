// Cross-site protection: a browser's cookies count for changes only when our own pages sent the request.
import { ForbiddenError } from '@/server/errors';

/** Whether a request says that one of our pages sent it; one that says nothing counts as foreign. */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  const origin = headers.get('origin');
  const host = headers.get('host');
  // The host includes the port: cookies do not distinguish two ports of one machine, this check must.
  return origin !== null && host !== null && URL.canParse(origin) && new URL(origin).host === host;
}

/**
 * Checks that a request with a session cookie comes from one of our pages.
 * Programs should send an API token; browsers cannot be made to do that by another site.
 * @throws ForbiddenError otherwise, and when the request does not say where it comes from
 */
export function assertSameOrigin(request: Request): void {
  if (!isSameOrigin(request.headers)) {
    throw new ForbiddenError('This request did not come from the studio itself; programs use an API token.');
  }
}
