// Media grants: signed tokens that let a player fetch the stems of one source for a few minutes.

import { z } from 'zod';
import { studioMs } from '@/platform/studio-clock';
import { ForbiddenError, GoneError } from '@/server/errors';
import { isSigned, sign } from '@/server/http/secret';

/** A grant lives for between one and two steps, so at most five minutes. */
const STEP_S = 150;

const grantSchema = z.object({
  /** The source, as in StemResult.sourceId */
  s: z.string().min(1).max(160),
  /** Seconds since 1970 */
  e: z.number().int(),
  /** Whether stems may be saved as files, beside being played */
  d: z.boolean(),
});

export interface MediaGrant {
  readonly sourceId: string;
  readonly mayDownload: boolean;
}

export interface SignedGrant {
  readonly token: string;
  readonly expiresAt: Date;
}

/**
 * Signs a grant. Grants given within the same step are the same text, so that what a browser has cached of a song
 * stays useful when the page is loaded again.
 */
export function grantMedia({ sourceId, mayDownload }: MediaGrant, now: number = studioMs()): SignedGrant {
  const step = Math.floor(now / 1000 / STEP_S);
  const expires = (step + 2) * STEP_S;
  const claims: z.infer<typeof grantSchema> = { s: sourceId, e: expires, d: mayDownload };
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return {
    token: `${payload}.${sign('media-grant', payload)}`,
    expiresAt: new Date(expires * 1000),
  };
}

/**
 * Reads a grant from an address.
 * @throws ForbiddenError when it was not signed here, GoneError when it has expired
 */
export function readGrant(token: string, now: number = studioMs()): MediaGrant & { expiresAt: Date } {
  const [payload = '', signature = '', ...rest] = token.split('.');
  if (rest.length > 0 || !isSigned('media-grant', payload, signature)) {
    throw new ForbiddenError('This media link is not valid.');
  }
  const { s, e, d } = grantSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  if (e * 1000 <= now) throw new GoneError('This media link has expired; ask for a new one.');
  return { sourceId: s, mayDownload: d, expiresAt: new Date(e * 1000) };
}
