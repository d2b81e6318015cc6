// The storage this process uses: an S3 bucket when one is configured, a folder in DATA_DIR otherwise.
import path from 'node:path';
import { type Env, getEnv } from '@/server/shared/env';
import { DiskStorage } from './disk';
import { redirects } from './media-origin';
import { S3Storage } from './s3';
import { createS3Client } from './s3-client';
import type { Storage } from './storage';

/** Temporary files of every process: work folders of jobs and local copies of stored objects. */
export const tempDirOf = (env: Env): string => path.join(env.DATA_DIR, 'tmp');

/** Opens the storage that `env` describes. */
export function openStorage(env: Env): Storage {
  if (!env.S3_BUCKET) return new DiskStorage(path.join(env.DATA_DIR, 'storage'));
  return new S3Storage({
    client: createS3Client(env),
    bucket: env.S3_BUCKET,
    tempDir: tempDirOf(env),
    gives: redirects(env) ? 'addresses' : 'no-addresses',
    publicUrl: env.S3_PUBLIC_URL?.replace(/\/+$/, ''),
  });
}

let opened: Storage | undefined;

/** The process's storage. */
export function getStorage(): Storage {
  opened ??= openStorage(getEnv());
  return opened;
}
