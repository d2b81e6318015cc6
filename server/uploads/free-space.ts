// Checks that an upload fits on the disk before it is read.
import { mkdir, statfs } from 'node:fs/promises';
import { isFull, StorageFullError } from '@/platform/storage/storage';

/** Kept free for the database, the workers and everybody else's work. */
const RESERVE_BYTES = 256 * 1024 * 1024;

/** Bytes that this process may still write to the disk of `folder`. */
async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/**
 * Makes the folder for temporary files and checks that `bytes` more fit there.
 * @throws StorageFullError when they do not
 */
export async function reserveSpace(folder: string, bytes: number, free = freeBytes): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await free(folder)) < bytes + RESERVE_BYTES) throw new StorageFullError();
}

/** The same failure, as StorageFullError where the disk ran full in the middle. */
export function namedWriteError(error: unknown): unknown {
  return isFull(error) ? new StorageFullError() : error;
}
