// Links that download one export without a session, for a few minutes.
import { addressOf } from '@/contract/http/address';
import { downloadMix } from '@/contract/http/mixes';
import { studioMs } from '@/platform/studio-clock';
import { hasSignedLink as hasSignature, signedLink } from '@/server/http/signed-link';

/** The address of an export's file, signed for five minutes from now. */
export const downloadUrl = (mixId: string, now: number = studioMs()): string =>
  signedLink('mix-download', mixId, addressOf(downloadMix, { id: mixId }), now);

/**
 * Whether the address carries a signature for this export.
 * @returns false when it carries none, so that the session decides
 * @throws ForbiddenError when the signature is not ours, GoneError when it has expired
 */
export const hasSignedLink = (mixId: string, url: string, now: number = studioMs()): boolean =>
  hasSignature('mix-download', mixId, url, now);
