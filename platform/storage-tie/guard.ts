// What every process does about the tie when it starts: refuse on a mismatch, wait for a storage that is unavailable.
import { withDeadline } from '@/platform/deadline';
import { getEnv } from '@/platform/env';
import { log } from '@/platform/log';
import { StorageTieError } from '../storage/tie/errors';
import { ensureStorageTie } from './ensure';

const TIMEOUT_MS = 20_000;
const RETRY_MS = 10_000;

/** Checks again until the storage answers; a process that has started on the wrong one ends. */
function checkLater(): void {
  setTimeout(async () => {
    try {
      await withDeadline('The storage', TIMEOUT_MS, ensureStorageTie(), 'storage');
    } catch (error) {
      if (!(error instanceof StorageTieError)) return checkLater();
      log.fatal(error.message);
      process.exit(1);
    }
  }, RETRY_MS).unref();
}

/**
 * Checks once that the storage belongs to the database.
 * @returns false when it could not be checked, because one of them is unavailable
 * @throws StorageTieError when it does not belong to it
 */
export async function checkStorage(): Promise<boolean> {
  try {
    await withDeadline('The storage', TIMEOUT_MS, ensureStorageTie(), 'storage');
    return true;
  } catch (error) {
    if (error instanceof StorageTieError) throw error;
    log.warn({ err: error }, 'Whether the storage is the right one could not be checked yet.');
    return false;
  }
}

/**
 * Checks that the storage belongs to the database. While the storage is unavailable the process may start: what needs
 * no audio works, and the check is made as soon as the storage answers.
 * @throws StorageTieError when it does not belong to it
 */
export async function guardStorage(): Promise<void> {
  if (!(await checkStorage())) checkLater();
}

/** The same for a process of its own, which ends with the message in its log. */
export async function guardStorageOrExit(): Promise<void> {
  try {
    // Settings that are not usable would look like a storage that is unavailable.
    getEnv();
    await guardStorage();
  } catch (error) {
    log.fatal(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}
