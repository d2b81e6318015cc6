// Signed tokens that let a page play the grains of one style sound for a few minutes.

import { z } from 'zod';
import { studioMs } from '@/platform/studio-clock';
import { ForbiddenError, GoneError } from '@/server/errors';
import { isSigned, sign } from '@/server/http/secret';

/** A grant lives for between one and two steps, so at most five minutes. */
const STEP_S = 150;

const grantSchema = z.object({
  /** The SHA-256 of the sound */
  s: z.string(),
  /** Seconds since 1970 */
  e: z.number().int(),
});

/** The address of a sound's grains. Grants of the same step are the same text, so that browsers may cache grains. */
export function grainsUrl(sha256: string, now: number = studioMs()): string {
  const expires = (Math.floor(now / 1000 / STEP_S) + 2) * STEP_S;
  const claims: z.infer<typeof grantSchema> = { s: sha256, e: expires };
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  return `/api/v1/grains/${payload}.${sign('grain-grant', payload)}`;
}

/**
 * The sound that a token is for.
 * @throws ForbiddenError when it was not signed here, GoneError when it has expired
 */
export function readGrainGrant(token: string, now: number = studioMs()): string {
  const [payload = '', signature = '', ...rest] = token.split('.');
  if (rest.length > 0 || !isSigned('grain-grant', payload, signature)) {
    throw new ForbiddenError('This link to a grain is not valid.');
  }
  const { s, e } = grantSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  if (e * 1000 <= now) throw new GoneError('This link to a grain has expired; open the sound again.');
  return s;
}
