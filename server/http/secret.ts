// The instance's secret and the keys derived from it, one per purpose.
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { getEnv } from '@/platform/env';

/** @throws Error when the process was started without a secret */
export function instanceSecret(): string {
  const secret = getEnv().NEXTAUTH_SECRET;
  if (!secret)
    throw new Error('NEXTAUTH_SECRET is not set; the launcher sets it for every process it starts.');
  return secret;
}

/** The purpose of a signature; one made for a purpose is invalid for another. */
export type SigningPurpose = 'media-grant' | 'mix-download' | 'set-download' | 'grain-grant';

const KEY_BYTES = 32;

function macOf(purpose: SigningPurpose, payload: string): Buffer {
  const key = Buffer.from(hkdfSync('sha256', instanceSecret(), '', `isomix ${purpose}`, KEY_BYTES));
  return createHmac('sha256', key).update(payload).digest();
}

/** Signs `payload`; the signature is base64url. */
export const sign = (purpose: SigningPurpose, payload: string): string =>
  macOf(purpose, payload).toString('base64url');

/** Whether `signature` is the one that sign() makes for this payload, in constant time. */
export function isSigned(purpose: SigningPurpose, payload: string, signature: string): boolean {
  const expected = macOf(purpose, payload);
  const given = Buffer.from(signature, 'base64url');
  // Comparing the text too keeps two spellings of the same bytes from both being accepted.
  return (
    given.length === expected.length &&
    timingSafeEqual(given, expected) &&
    signature === expected.toString('base64url')
  );
}
