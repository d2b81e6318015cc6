// Media grants: signed tokens that let a player fetch the stems of one source for a few minutes.
import { z } from 'zod';
import { studioMs } from '@/platform/studio-clock';
import { readSignedGrant, type SignedGrant, signGrant } from '@/server/http/signed-grant';

const PURPOSE = 'media-grant';
const REFUSALS = {
  invalid: 'This media link is not valid.',
  expired: 'This media link has expired; ask for a new one.',
};

const claimsSchema = z.object({
  /** The source, as in StemResult.sourceId */
  s: z.string().min(1).max(160),
  /** Whether stems may be saved as files, beside being played */
  d: z.boolean(),
});

export interface MediaGrant {
  readonly sourceId: string;
  readonly mayDownload: boolean;
}

/**
 * Signs a grant. Grants given within the same step are the same text, so that what a browser has cached of a song
 * stays useful when the page is loaded again.
 */
export function grantMedia({ sourceId, mayDownload }: MediaGrant, now: number = studioMs()): SignedGrant {
  const claims: z.infer<typeof claimsSchema> = { s: sourceId, d: mayDownload };
  return signGrant(PURPOSE, claims, now);
}

/**
 * Reads a grant from an address.
 * @throws ForbiddenError when it was not signed here, GoneError when it has expired
 */
export function readGrant(token: string, now: number = studioMs()): MediaGrant & { expiresAt: Date } {
  const { claims, expiresAt } = readSignedGrant(PURPOSE, token, claimsSchema, REFUSALS, now);
  return { sourceId: claims.s, mayDownload: claims.d, expiresAt };
}
