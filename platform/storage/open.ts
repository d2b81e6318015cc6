// Opens the storage that the configuration describes: an S3 bucket when one is configured, a folder in DATA_DIR otherwise.
import path from 'node:path';
import type { Env } from '@/platform/env';
import { DiskStorage } from './disk';
import { redirects } from './media-origin';
import { S3Storage } from './s3';
import { createS3Client } from './s3-client';
import type { MaintainedStorage } from './storage';
import { tempDirOf } from './temp-folders';

/**
 * Opens the storage that `env` describes; `pageSize` is the maximum number of entries on a page of its
 * listings. It deletes without any check: the studio's content is accessed through `getStorage`, which checks
 * the ownership first.
 */
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
