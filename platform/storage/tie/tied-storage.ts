// A storage that deletes nothing while its tie to the database is broken: every deletion passes through here.
import type { Readable } from 'node:stream';
import { ForwardingStorage } from '@/platform/storage/forwarding-storage';
import { TRASH_FOLDER } from '@/platform/storage/keys';
import type { ListedPage, MaintainedStorage, StoredObject } from '@/platform/storage/storage';
import { StorageTieError } from './errors';
import { type Marker, readMarkerOf } from './marker-object';
import { readRecord, type TieRecord } from './record';

/** A sweep deletes thousands of objects: it does not ask anew for each. */
const VALID_MS = 1_000;
/** What people replace under the same key; everything else is named after its content or made once. */
const REPLACED = /^covers\//;

/** Whether the storage carries what this database, and no later one, has written there. */
export const isInStep = (record: TieRecord, marker: Marker): boolean => record.tokens.includes(marker.token);

export class TiedStorage extends ForwardingStorage<MaintainedStorage> implements MaintainedStorage {
  /** Until when the last check is valid, by performance.now(). */
  #validUntil = -1;

  get place(): string {
    return this.storage.place;
  }

  override async put(key: string, body: Readable | Uint8Array): Promise<StoredObject> {
    await this.#guardReplaced(key);
    return super.put(key, body);
  }

  override async putFile(key: string, path: string): Promise<StoredObject> {
    await this.#guardReplaced(key);
    return super.putFile(key, path);
  }

  browse(folder: string, options: { readonly deep: boolean }): AsyncIterable<ListedPage> {
    return this.storage.browse(folder, options);
  }

  modifiedAt(key: string): Promise<Date | null> {
    return this.storage.modifiedAt(key);
  }

  /** @throws StorageTieError while the storage is not known to be the database's own; so do the five below */
  override async delete(key: string): Promise<void> {
    await this.#guard();
    await super.delete(key);
  }

  override async deletePrefix(prefix: string): Promise<void> {
    await this.#guard();
    await super.deletePrefix(prefix);
  }

  async moveObject(from: string, to: string): Promise<void> {
    await this.#guardTrashed(to);
    await this.storage.moveObject(from, to);
  }

  async moveFolder(from: string, to: string): Promise<void> {
    await this.#guardTrashed(to);
    await this.storage.moveFolder(from, to);
  }

  async removeUnfinished(before: Date): Promise<number> {
    await this.#guard();
    return this.storage.removeUnfinished(before);
  }

  /** The storage first: a token that a sweeper writes in between is in the record then. */
  async #guard(): Promise<void> {
    const asked = performance.now();
    if (asked < this.#validUntil) return;
    const marker = await readMarkerOf(this.storage);
    const record = await readRecord();
    if (!marker || marker.studioId !== record?.studioId || !isInStep(record, marker)) {
      throw new StorageTieError(
        `Nothing is deleted from the storage (${this.place}) while it is not known to belong to this database as it ` +
          'is; after a look at "isomix storage status", run "isomix storage adopt".',
      );
    }
    this.#validUntil = asked + VALID_MS;
  }

  /** The trash is emptied in time, so what goes there is deleted; what comes back from it is not. */
  async #guardTrashed(to: string): Promise<void> {
    if (to.startsWith(`${TRASH_FOLDER}/`)) await this.#guard();
  }

  async #guardReplaced(key: string): Promise<void> {
    if (REPLACED.test(key) && (await this.storage.stat(key))) await this.#guard();
  }
}
