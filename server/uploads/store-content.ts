// Stores a file by its content, then writes the rows about it: the storage may be slow, the transaction is short.

import { removeContent, withContentReserved } from '@/platform/content-leases';
import { getPrisma } from '@/platform/database/client';
import type { Prisma } from '@/platform/database/generated/client';
import { log } from '@/platform/log';
import { removeObject } from '@/platform/removal/counts';
import { getStorage } from '@/platform/storage';

/** Writing the rows of a set of many songs takes its time on a busy machine. */
const TRANSACTION_MS = { maxWait: 10_000, timeout: 30_000 };

export interface ContentToStore {
  /** Lower-case hexadecimal */
  readonly sha256: string;
  /** A local file, which is moved unless the content is stored already */
  readonly path: string;
  /** Where it goes: a key that is named after the content */
  readonly key: string;
  /** Whether no row needs what is stored under the key */
  readonly isUnused: (tx: Prisma.TransactionClient) => Promise<boolean>;
}

/**
 * Stores a file unless its content is stored already, then calls `write` in a transaction. When that fails, nothing
 * stays stored that no row needs.
 * @throws StorageFullError, UnavailableError, and what `write` throws
 */
export async function storeContent<T>(
  { sha256, path, key, isUnused }: ContentToStore,
  write: (tx: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  const storage = getStorage();
  let isStored = false;
  try {
    return await withContentReserved(sha256, async (reservation) => {
      if (!(await storage.stat(key))) await storage.putFile(key, path);
      isStored = true;
      return getPrisma().$transaction(async (tx) => {
        await reservation.confirm(tx);
        return write(tx);
      }, TRANSACTION_MS);
    });
  } catch (error) {
    if (isStored) {
      // Another upload that is storing the same content keeps it, and removes it if it fails as well.
      await removeContent(sha256, { isUnused, remove: () => removeObject(storage, key) }).catch(
        (err: unknown) => log.warn({ err, key }, 'A file that was refused stays until the sweeper finds it.'),
      );
    }
    throw error;
  }
}
