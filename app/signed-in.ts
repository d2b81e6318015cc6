// Who is looking at a page, from the cookies of its request.
import { headers } from 'next/headers';
import { type CurrentUser, sessionFromHeaders } from '@/server/auth/session';

/** The signed-in person, or null. Pages take the session cookie only, never an API token. */
export async function signedIn(): Promise<CurrentUser | null> {
  const cookie = (await headers()).get('cookie');
  return cookie ? sessionFromHeaders({ cookie }) : null;
}
