// Links that download one export without a session, for a few minutes.
import { isSigned, sign } from '@/server/auth/secret';
import { ForbiddenError, GoneError } from '@/server/errors';

const LINK_MS = 5 * 60 * 1000;

const payloadOf = (mixId: string, expires: number): string => `${mixId} ${expires}`;

/** The address of an export's file, signed for five minutes from now. */
export function downloadUrl(mixId: string, now: number = Date.now()): string {
  const expires = Math.floor((now + LINK_MS) / 1000);
  const signature = sign('mix-download', payloadOf(mixId, expires));
  return `/api/v1/mix/${mixId}/download?expires=${expires}&signature=${signature}`;
}

/**
 * Whether the address carries a signature for this export.
 * @returns false when it carries none, so that the session decides
 * @throws ForbiddenError when the signature is not ours, GoneError when it has expired
 */
export function hasSignedLink(mixId: string, url: string, now: number = Date.now()): boolean {
  const query = new URL(url).searchParams;
  const signature = query.get('signature');
  if (signature === null) return false;
  const expires = Number(query.get('expires'));
  if (!Number.isInteger(expires) || !isSigned('mix-download', payloadOf(mixId, expires), signature)) {
    throw new ForbiddenError('This download link is not valid.');
  }
  if (expires * 1000 <= now)
    throw new GoneError('This download link has expired; get a new one in the studio.');
  return true;
}
