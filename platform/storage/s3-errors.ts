// What the errors of an S3 service say, as errors of the storage.
import type { Readable } from 'node:stream';
import { S3ServiceException } from '@aws-sdk/client-s3';
import { asUnavailable, FULL_NAMES } from './s3-client';
import { isFull, ObjectNotFoundError, StorageFullError } from './storage';

const MISSING_NAMES = new Set(['NoSuchKey', 'NotFound']);

/** The HTTP status that the service answered with, if it answered. */
export const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

/** Whether the service says that there is no such object. */
export const isMissing = (error: unknown): boolean =>
  error instanceof S3ServiceException && (MISSING_NAMES.has(error.name) || statusOf(error) === 404);

/** The storage's own error for what the service refused. */
export function asNotFound(error: unknown, key: string): unknown {
  if (isMissing(error)) return new ObjectNotFoundError(key);
  const isBucketFull = error instanceof S3ServiceException && FULL_NAMES.has(error.name);
  return isBucketFull || isFull(error) ? new StorageFullError() : error;
}

/** What the body carries; a connection that breaks is the storage's failure. */
export async function* readAsNotFound(body: Readable): AsyncGenerator<Buffer> {
  try {
    yield* body;
  } catch (error) {
    throw asUnavailable(error);
  }
}
