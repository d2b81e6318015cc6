// Looks at where audio is kept: whether a small object can be written, read and deleted there.
import { randomUUID } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Env } from '@/platform/env';
import { PREFLIGHT_FOLDER } from '@/platform/storage/keys';
import { openStorage } from '@/platform/storage/open';
import { ObjectNotFoundError, type Storage, StorageFullError } from '@/platform/storage/storage';
import { UnavailableError, unavailableOf } from '@/platform/unavailable';
import { type Check, type CheckResult, failed, fine, reasonOf } from './check';

/** S3 error codes that no waiting resolves, and what to do about each. */
const REFUSALS: Readonly<Record<string, string>> = {
  NoSuchBucket: 'the bucket does not exist; create it, or correct S3_BUCKET',
  AccessDenied:
    'the keys may not use the bucket; give them GetObject, PutObject, DeleteObject and ListBucket',
  Forbidden: 'the keys may not use the bucket; give them GetObject, PutObject, DeleteObject and ListBucket',
  InvalidAccessKeyId: 'S3_ACCESS_KEY_ID is not known there',
  SignatureDoesNotMatch: 'S3_SECRET_ACCESS_KEY does not fit S3_ACCESS_KEY_ID',
  PermanentRedirect: 'the bucket lies in another region; correct S3_REGION',
  AuthorizationHeaderMalformed: 'the bucket lies in another region; correct S3_REGION',
  InvalidBucketName: 'S3_BUCKET is no name of a bucket',
  CredentialsProviderError: 'there are no keys; set S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY',
};

/** The cause of the connection's failure: the message around it is for waiting users, not for an operator. */
function originOf(error: unknown): unknown {
  return error instanceof UnavailableError && error.cause !== undefined ? originOf(error.cause) : error;
}

type Step = 'written' | 'read' | 'deleted';

function refusal(place: string, step: Step, error: unknown): CheckResult {
  const name = error instanceof Error ? error.name : '';
  if (error instanceof ObjectNotFoundError && step === 'written') {
    return failed('storage', `${place} cannot be written: ${REFUSALS.NoSuchBucket}.`);
  }
  if (error instanceof StorageFullError) return failed('storage', `${place} is full.`, true);
  const known = REFUSALS[name];
  if (known) return failed('storage', `${place} cannot be ${step}: ${known}.`);
  const unavailable = unavailableOf(error, 'storage');
  if (unavailable) return failed('storage', `${place} does not answer (${reasonOf(originOf(error))}).`, true);
  return failed('storage', `${place} cannot be ${step}: ${reasonOf(error)}.`);
}

async function check(storage: Storage, place: string): Promise<CheckResult> {
  const key = `${PREFLIGHT_FOLDER}/${randomUUID()}`;
  const content = Buffer.from(key);
  let step: Step = 'written';
  try {
    await storage.put(key, content);
    step = 'read';
    const found = await buffer(await storage.get(key));
    if (!found.equals(content))
      return failed('storage', `${place} gives back something else than was stored.`);
    step = 'deleted';
    await storage.delete(key);
    return fine('storage', `${place} can be written, read and deleted.`);
  } catch (error) {
    return refusal(place, step, error);
  }
}

/** Writes, reads and deletes one small object. */
export function storageCheck(env: Env): Check {
  return {
    name: 'storage',
    async run() {
      if (env.S3_ENDPOINT && !URL.canParse(env.S3_ENDPOINT)) {
        return [failed('storage', 'S3_ENDPOINT is no address; it begins with http:// or https://.')];
      }
      if (!env.S3_BUCKET && (env.S3_ENDPOINT || env.S3_ACCESS_KEY_ID)) {
        return [
          failed(
            'storage',
            'S3_BUCKET is not set although other settings of S3 are; audio would go to DATA_DIR.',
          ),
        ];
      }
      const place = env.S3_BUCKET ? `The bucket ${env.S3_BUCKET}` : 'The folder of DATA_DIR for audio';
      return [await check(openStorage(env), place)];
    },
  };
}
