// Signed tokens that let a page read something for a few minutes without a session: claims, and until when they hold.
import { z } from 'zod';
import { ForbiddenError, GoneError } from '@/server/errors';
import { isSigned, type SigningPurpose, sign } from './secret';

/** A grant lives for between one and two steps, so at most five minutes. */
const STEP_S = 150;

/** Seconds since 1970. */
const expirySchema = z.object({ e: z.number().int() });

export interface SignedGrant {
  readonly token: string;
  readonly expiresAt: Date;
}

/** What is said of a token that does not let in. */
interface GrantRefusals {
  readonly invalid: string;
  readonly expired: string;
}

/** Signs claims. Those of the same step are the same text, so that browsers may cache what it leads to. */
export function signGrant(purpose: SigningPurpose, claims: object, now: number): SignedGrant {
  const expires = (Math.floor(now / 1000 / STEP_S) + 2) * STEP_S;
  const payload = Buffer.from(JSON.stringify({ ...claims, e: expires })).toString('base64url');
  return { token: `${payload}.${sign(purpose, payload)}`, expiresAt: new Date(expires * 1000) };
}

/**
 * The claims of a token.
 * @throws ForbiddenError when it was not signed here, GoneError when it has expired
 */
export function readSignedGrant<Claims>(
  purpose: SigningPurpose,
  token: string,
  schema: z.ZodType<Claims>,
  refusals: GrantRefusals,
  now: number,
): { readonly claims: Claims; readonly expiresAt: Date } {
  const [payload = '', signature = '', ...rest] = token.split('.');
  if (rest.length > 0 || !isSigned(purpose, payload, signature)) throw new ForbiddenError(refusals.invalid);
  const content: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  const claims = schema.parse(content);
  const expiresMs = expirySchema.parse(content).e * 1000;
  if (expiresMs <= now) throw new GoneError(refusals.expired);
  return { claims, expiresAt: new Date(expiresMs) };
}
