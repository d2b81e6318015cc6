// The storage this process uses: an S3 bucket when one is configured, a folder in DATA_DIR otherwise.
import path from 'node:path';
import { type Env, getEnv } from '@/server/shared/env';
import { DiskStorage } from './disk';
import { redirects } from './media-origin';
import { S3Storage } from './s3';
import { createS3Client } from './s3-client';
import type { MaintainedStorage } from './storage';

/** Temporary files of every process: work folders of jobs and local copies of stored objects. */
export const tempDirOf = (env: Env): string => path.join(env.DATA_DIR, 'tmp');

/** Where uploads land before they are known to be songs: beside the storage, so that accepting one is a rename. */
export const uploadFolder = (): string => path.join(tempDirOf(getEnv()), 'uploads');

/** Opens the storage that `env` describes; `pageSize` is how many entries a page of its listings has at most. */
export function openStorage(env: Env, pageSize?: number): MaintainedStorage {
  if (!env.S3_BUCKET) return new DiskStorage(path.join(env.DATA_DIR, 'storage'), pageSize);
  return new S3Storage({
    client: createS3Client(env),
    bucket: env.S3_BUCKET,
    prefix: env.S3_PREFIX,
    pageSize,
    tempDir: tempDirOf(env),
    gives: redirects(env) ? 'addresses' : 'no-addresses',
    publicUrl: env.S3_PUBLIC_URL?.replace(/\/+$/, ''),
  });
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
