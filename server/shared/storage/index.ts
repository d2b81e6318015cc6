// The storage this process uses: an S3 bucket when one is configured, a folder in DATA_DIR otherwise.
import path from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { type Env, getEnv } from '@/server/shared/env';
import { DiskStorage } from './disk';
import { S3Storage } from './s3';
import type { MaintainedStorage } from './storage';

/** Temporary files of every process: work folders of jobs and local copies of stored objects. */
export const tempDirOf = (env: Env): string => path.join(env.DATA_DIR, 'tmp');

/** Where uploads land before they are known to be songs: beside the storage, so that accepting one is a rename. */
export const uploadFolder = (): string => path.join(tempDirOf(getEnv()), 'uploads');

function s3Client(env: Env): S3Client {
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  return new S3Client({
    region: env.S3_REGION,
    // Without keys of ours the SDK looks where it always does: instance role, shared configuration.
    ...(accessKeyId && secretAccessKey ? { credentials: { accessKeyId, secretAccessKey } } : {}),
    // Servers other than Amazon's often know neither bucket host names nor the newer checksum trailers.
    ...(env.S3_ENDPOINT
      ? {
          endpoint: env.S3_ENDPOINT,
          forcePathStyle: true,
          requestChecksumCalculation: 'WHEN_REQUIRED' as const,
          responseChecksumValidation: 'WHEN_REQUIRED' as const,
        }
      : {}),
  });
}

/** Opens the storage that `env` describes; `pageSize` is how many entries a page of its listings has at most. */
export function openStorage(env: Env, pageSize?: number): MaintainedStorage {
  if (!env.S3_BUCKET) return new DiskStorage(path.join(env.DATA_DIR, 'storage'), pageSize);
  const { S3_BUCKET: bucket, S3_PREFIX: prefix } = env;
  return new S3Storage({ client: s3Client(env), bucket, prefix, pageSize, tempDir: tempDirOf(env) });
}

let opened: MaintainedStorage | undefined;

/** Makes `storage` the one that getStorage hands out; undefined makes it open the configured one anew. */
export function setStorage(storage: MaintainedStorage | undefined): void {
  opened = storage;
}

/** The process's storage. */
export function getStorage(): MaintainedStorage {
  opened ??= openStorage(getEnv());
  return opened;
}
