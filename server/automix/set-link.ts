// Links that download one set without a session, for a few minutes.
import { addressOf } from '@/contract/http/address';
import { downloadSet } from '@/contract/http/set-files';
import { hasSignedLink, signedLink } from '@/server/http/signed-link';

/** The address of a set's audio, signed for five minutes from now. */
export const setUrl = (setId: string): string =>
  signedLink('set-download', setId, addressOf(downloadSet, { id: setId }));

/** Whether the address carries a signature for this set; as `hasSignedLink` of the exports. */
export const hasSetLink = (setId: string, url: string): boolean => hasSignedLink('set-download', setId, url);
