// Sends a stream of unknown length to a bucket, in parts.
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';

const PART_BYTES = 8 * 1024 * 1024;
const PARTS_IN_FLIGHT = 2;

/**
 * Whether an upload failed with this error because its body broke: what fails first is the reason, and the other end
 * breaks because of it, a body that nobody reads any more by an AbortError.
 */
const brokeItself = ({ errored }: Readable, error: unknown): boolean =>
  errored !== null && (errored === error || errored.name !== 'AbortError');

/**
 * Uploads what `body` carries; nothing of it stays in the bucket when that fails.
 * @returns how many bytes that were
 * @throws what the service answered, or what broke the body
 */
export async function uploadStream(
  client: S3Client,
  target: { readonly Bucket: string; readonly Key: string },
  body: Readable,
): Promise<number> {
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const upload = new Upload({
    client,
    params: { ...target, Body: counter },
    partSize: PART_BYTES,
    queueSize: PARTS_IN_FLIGHT,
    leavePartsOnError: false,
  });
  let refusal: unknown;
  const sent = upload.done().catch((error: unknown) => {
    if (!brokeItself(body, error)) refusal = error;
    counter.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  });
  // Both ends are awaited, so that an aborted upload has removed its parts before the caller is notified.
  const outcomes = await Promise.allSettled([pipeline(body, counter), sent]);
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) throw refusal ?? failure.reason;
  return bytes;
}
