// Removes temporary files that processes left behind when they died.
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { getEnv } from '@/server/shared/env';
import { getStorage, tempDirOf } from '@/server/shared/storage';
import { DiskStorage } from '@/server/shared/storage/disk';
import { uploadFolder } from '@/server/uploads/temporary';

/** No upload and no job of ours takes this long. */
const STALE_MS = 24 * 60 * 60 * 1000;

const ignoreMissing = (error: unknown): null => {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
  throw error;
};

async function sweepFolder(folder: string, before: number): Promise<number> {
  let gone = 0;
  for (const name of (await readdir(folder).catch(ignoreMissing)) ?? []) {
    const entry = path.join(folder, name);
    if (entry === uploadFolder()) continue;
    const found = await stat(entry).catch(ignoreMissing);
    if (!found || found.mtimeMs >= before) continue;
    await rm(entry, { recursive: true, force: true });
    gone += 1;
  }
  return gone;
}

/** Deletes temporary files and half-written objects that nothing has touched for a day. Returns how many went. */
export async function sweepTemporary(now: Date): Promise<number> {
  const before = now.getTime() - STALE_MS;
  const storage = getStorage();
  if (storage instanceof DiskStorage) await storage.sweepUnfinished(STALE_MS);
  return (await sweepFolder(uploadFolder(), before)) + (await sweepFolder(tempDirOf(getEnv()), before));
}
