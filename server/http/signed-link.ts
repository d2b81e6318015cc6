// Signed links: addresses that give access to one file for a few minutes, without a session.

import { studioMs } from '@/platform/studio-clock';
import { ForbiddenError, GoneError } from '@/server/errors';
import { isSigned, type SigningPurpose, sign } from '@/server/http/secret';

const LINK_MS = 5 * 60 * 1000;

const payloadOf = (id: string, expires: number): string => `${id} ${expires}`;

/** `path` with a signature for the thing called `id`, good for five minutes from `now`. */
export function signedLink(
  purpose: SigningPurpose,
  id: string,
  path: string,
  now: number = studioMs(),
): string {
  const expires = Math.floor((now + LINK_MS) / 1000);
  return `${path}?expires=${expires}&signature=${sign(purpose, payloadOf(id, expires))}`;
}

/**
 * Whether the address carries a signature for this thing.
 * @returns false when it carries none, so that the session decides
 * @throws ForbiddenError when the signature is not ours, GoneError when it has expired
 */
export function hasSignedLink(
  purpose: SigningPurpose,
  id: string,
  url: string,
  now: number = studioMs(),
): boolean {
  const query = new URL(url).searchParams;
  const signature = query.get('signature');
  if (signature === null) return false;
  const expires = Number(query.get('expires'));
  if (!Number.isInteger(expires) || !isSigned(purpose, payloadOf(id, expires), signature)) {
    throw new ForbiddenError('This download link is not valid.');
  }
  if (expires * 1000 <= now) {
    throw new GoneError('This download link has expired; get a new one in the studio.');
  }
  return true;
}
