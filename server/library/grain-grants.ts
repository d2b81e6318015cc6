// Signed tokens that let a page play the grains of one style sound for a few minutes.
import { z } from 'zod';
import { API_ROOT } from '@/contract/http/address';
import { studioMs } from '@/platform/studio-clock';
import { readSignedGrant, signGrant } from '@/server/http/signed-grant';

const PURPOSE = 'grain-grant';
const REFUSALS = {
  invalid: 'This link to a grain is not valid.',
  expired: 'This link to a grain has expired; open the sound again.',
};

/** The SHA-256 of the sound. */
const claimsSchema = z.object({ s: z.string() });

/** The address of a sound's grains. Grants of the same step are the same text, so that browsers may cache grains. */
export function grainsUrl(sha256: string, now: number = studioMs()): string {
  const claims: z.infer<typeof claimsSchema> = { s: sha256 };
  return `${API_ROOT}/grains/${signGrant(PURPOSE, claims, now).token}`;
}

/**
 * The sound that a token is for.
 * @throws ForbiddenError when it was not signed here, GoneError when it has expired
 */
export const readGrainGrant = (token: string, now: number = studioMs()): string =>
  readSignedGrant(PURPOSE, token, claimsSchema, REFUSALS, now).claims.s;
