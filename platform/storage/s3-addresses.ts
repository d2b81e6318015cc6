// Signed addresses at which browsers fetch objects from a bucket themselves.
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { HOUR_MS } from '@/contract/durations';
import type { AddressHeaders } from './storage';

/**
 * Addresses signed within the same hour are the same text, so that browsers and CDNs fetch an object once, and each
 * lasts for another hour. Whoever has one can fetch that one object until then, as they could before they got it.
 */
const ADDRESS_MS = HOUR_MS;

interface AddressOptions {
  readonly client: S3Client;
  /** Where browsers reach the bucket, when that is not where we do: without a slash at the end */
  readonly publicUrl?: string | undefined;
  /** In milliseconds since the epoch */
  readonly nowMs: number;
}

/** Signs the address of an object, which is answered with `headers`. */
export async function signedAddress(
  target: { readonly Bucket: string; readonly Key: string },
  headers: AddressHeaders,
  { client, publicUrl, nowMs }: AddressOptions,
): Promise<string> {
  const command = new GetObjectCommand({
    ...target,
    ResponseContentType: headers.contentType,
    ResponseContentDisposition: headers.contentDisposition,
    ResponseCacheControl: headers.cacheControl,
  });
  const signingDate = new Date(Math.floor(nowMs / ADDRESS_MS) * ADDRESS_MS);
  const signed = await getSignedUrl(client, command, { signingDate, expiresIn: (2 * ADDRESS_MS) / 1000 });
  if (publicUrl === undefined) return signed;
  const { pathname, search } = new URL(signed);
  return `${publicUrl}${pathname}${search}`;
}
