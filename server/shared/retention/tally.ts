// What a step of the sweep removed: counted, weighed, and with a few names for the log.
import type { MaintainedStorage } from '@/server/shared/storage/storage';

const SAMPLE = 10;

export class Tally {
  #count = 0;
  #bytes = 0;
  readonly #sample: string[] = [];

  /** Notes that something named `id` went, with so many bytes of storage. */
  add(id: string, bytes = 0): void {
    this.#count += 1;
    this.#bytes += bytes;
    if (this.#sample.length < SAMPLE) this.#sample.push(id);
  }

  /** Notes rows that have no name worth telling. */
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

/** What a step works under. */
export interface SweepRun {
  readonly tally: Tally;
  /** Aborted when the sweep must stop: its lease is lost, or the process ends. */
  readonly signal: AbortSignal;
}

/** A run that nothing stops. */
export const freeRun = (): SweepRun => ({ tally: new Tally(), signal: new AbortController().signal });

/** Deletes everything below a folder. Returns its size in bytes. */
export async function removeFolder(storage: MaintainedStorage, folder: string): Promise<number> {
  let bytes = 0;
  for await (const { objects } of storage.browse(folder, { deep: true })) {
    for (const object of objects) bytes += object.bytes;
  }
  await storage.deletePrefix(folder);
  return bytes;
}

/** Deletes an object. Returns its size in bytes, 0 when there was none. */
export async function removeObject(storage: MaintainedStorage, key: string): Promise<number> {
  const found = await storage.stat(key);
  if (found) await storage.delete(key);
  return found?.bytes ?? 0;
}
