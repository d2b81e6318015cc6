// The storage this process uses, from which nothing is deleted while it is not known to be the database's own.
import { getEnv } from '@/platform/env';
import { TiedStorage } from '@/platform/storage/tie/tied-storage';
import { openStorage } from './open';
import type { MaintainedStorage } from './storage';

let opened: MaintainedStorage | undefined;

/** Makes `storage` the one that getStorage returns; undefined makes it open the configured one anew. */
export function setStorage(storage: MaintainedStorage | undefined): void {
  opened = storage;
}

/** The process's storage. */
export function getStorage(): MaintainedStorage {
  opened ??= new TiedStorage(openStorage(getEnv()));
  return opened;
}
