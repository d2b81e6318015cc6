// Who is looking at a page, from the cookies of its request.
import { headers } from 'next/headers';
import { UNAVAILABLE_DIGEST } from '@/app/unavailable-digest';
import { unavailableOf } from '@/platform/unavailable';
import { type CurrentUser, sessionFromHeaders } from '@/server/auth/session';

/** The signed-in person, or null. Pages take the session cookie only, never an API token. */
export async function signedIn(): Promise<CurrentUser | null> {
  const cookie = (await headers()).get('cookie');
  try {
    return cookie ? await sessionFromHeaders({ cookie }) : null;
  } catch (error) {
    const unavailable = unavailableOf(error);
    // Of an error on the server the error page learns the digest alone.
    throw unavailable ? Object.assign(unavailable, { digest: UNAVAILABLE_DIGEST }) : error;
  }
}
