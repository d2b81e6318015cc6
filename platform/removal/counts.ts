// Counts what a step of the sweep removed, with bytes and a few names for the log.
import { log } from '@/platform/log';
import type { MaintainedStorage, Storage } from '@/platform/storage/storage';
import { StorageTieError } from '@/platform/storage/tie/errors';

const SAMPLE = 10;

export class Counts {
  #count = 0;
  #bytes = 0;
  readonly #sample: string[] = [];

  /** Counts the removal of `id`, with so many bytes of storage. */
  add(id: string, bytes = 0): void {
    this.#count += 1;
    this.#bytes += bytes;
    if (this.#sample.length < SAMPLE) this.#sample.push(id);
  }

  /** Counts rows whose names are not worth logging. */
  addRows(count: number): void {
    this.#count += count;
  }

  get count(): number {
    return this.#count;
  }

  /** For the log: all numbers, and the first few names. */
  get summary(): { readonly count: number; readonly bytes: number; readonly sample: readonly string[] } {
    return { count: this.#count, bytes: this.#bytes, sample: [...this.#sample] };
  }
}

/** The context of a step. */
export interface SweepRun {
  readonly counts: Counts;
  /** Aborted when the sweep must stop: its lease is lost, or the process ends. */
  readonly signal: AbortSignal;
}

/** A run that is never aborted. */
export const uninterruptedRun = (): SweepRun => ({
  counts: new Counts(),
  signal: new AbortController().signal,
});

/**
 * Deletes, unless the storage is not known to be the database's own. What stays then belongs to no row any more: after
 * the storage was adopted the daily scan finds it, and it goes by the trash.
 * @returns the bytes that went
 */
async function removeIfTied(what: string, bytes: number, remove: () => Promise<void>): Promise<number> {
  try {
    await remove();
    return bytes;
  } catch (error) {
    if (!(error instanceof StorageTieError)) throw error;
    log.warn({ what, bytes }, `What was deleted stays in storage. ${error.message}`);
    return 0;
  }
}

/**
 * Deletes everything below a folder, as far as the tie to the storage is intact. Returns the deleted bytes.
 */
export async function removeFolder(storage: MaintainedStorage, folder: string): Promise<number> {
  let bytes = 0;
  for await (const { objects } of storage.browse(folder, { deep: true })) {
    for (const object of objects) bytes += object.bytes;
  }
  return removeIfTied(folder, bytes, () => storage.deletePrefix(folder));
}

/**
 * Deletes an object, as far as the tie to the storage is intact. Returns the deleted bytes, 0 when there was
 * none.
 */
export async function removeObject(storage: Pick<Storage, 'stat' | 'delete'>, key: string): Promise<number> {
  const found = await storage.stat(key);
  return found ? removeIfTied(key, found.bytes, () => storage.delete(key)) : 0;
}
