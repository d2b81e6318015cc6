// Nothing is deleted from a storage that is not known to be the database's own, whoever asks.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { removeFolder, removeObject } from '@/platform/removal/counts';
import { getStorage, setStorage } from '@/platform/storage';
import { DiskStorage } from '@/platform/storage/disk';
import { coverKey, mixKey, setPrefix, TIE_KEY, trashDayPrefix, uploadKey } from '@/platform/storage/keys';
import type { MaintainedStorage } from '@/platform/storage/storage';
import { adoptStorage } from '../../storage-tie/adopt';
import { ensureStorageTie } from '../../storage-tie/ensure';
import { restoreOlderTie } from '../../storage-tie/testing/older-database';
import { StorageTieError } from './errors';
import { TiedStorage } from './tied-storage';

let root = '';
let database: TestDatabase;
let folders = 0;

const TRASHED = `${trashDayPrefix('2026-11-30')}/things`;
const DELETIONS: readonly (readonly [string, (storage: MaintainedStorage) => Promise<unknown>])[] = [
  ['an object', (storage) => storage.delete('uploads/one')],
  ['a folder', (storage) => storage.deletePrefix('uploads')],
  ['an object, to the trash', (storage) => storage.moveObject('uploads/one', TRASHED)],
  ['a folder, to the trash', (storage) => storage.moveFolder('uploads', TRASHED)],
  ['what is half-written', (storage) => storage.removeUnfinished(new Date())],
  ['a cover, for another', (storage) => storage.put(coverKey('one'), Buffer.from('new'))],
];

beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'isomix-tied-'));
  database = await openTestDatabase();
});
beforeEach(async () => {
  folders += 1;
  setStorage(new TiedStorage(new DiskStorage(path.join(root, `storage-${folders}`))));
  await database.prisma.setting.deleteMany();
  await ensureStorageTie();
  for (const key of ['uploads/one', coverKey('one')]) await getStorage().put(key, Buffer.from('old'));
});
afterAll(async () => {
  setStorage(undefined);
  await database.close();
  await rm(root, { recursive: true });
});

/** The ways in which a tie can be broken. */
const BROKEN: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['the database is older', () => restoreOlderTie(database.prisma)],
  ['the database has no id', () => database.prisma.setting.deleteMany()],
  ['the storage is another studio’s', () => changeMarker(/"studioId": ".{8}/, '"studioId": "00000000')],
  ['the mark cannot be read', () => changeMarker(/^.*$/s, '{}')],
  ['the storage has no mark', () => new DiskStorage(path.join(root, `storage-${folders}`)).delete(TIE_KEY)],
];

async function changeMarker(part: RegExp, by: string): Promise<void> {
  const marker = await readFile(path.join(root, `storage-${folders}`, TIE_KEY), 'utf8');
  await getStorage().put(TIE_KEY, Buffer.from(marker.replace(part, by)));
}

describe.each(BROKEN)('where %s, nothing is deleted:', (_, breakTie) => {
  beforeEach(breakTie);

  it.each(DELETIONS)('%s', async (_what, remove) => {
    await expect(remove(getStorage())).rejects.toThrow(StorageTieError);
    expect(await getStorage().stat('uploads/one')).toEqual({ bytes: 3 });
    expect(await getStorage().stat(coverKey('one'))).toEqual({ bytes: 3 });
    expect(await getStorage().list('trash')).toEqual([]);
  });

  it('and what removes files of rows that are gone leaves them', async () => {
    expect(await removeObject(getStorage(), 'uploads/one')).toBe(0);
    expect(await removeFolder(getStorage(), 'uploads')).toBe(0);
    expect(await getStorage().list('uploads')).toEqual(['uploads/one']);
  });

  it('while new things can be stored and read', async () => {
    for (const key of [
      mixKey('new', 'wav'),
      `${setPrefix('new')}/set.mp3`,
      coverKey('new'),
      uploadKey('new'),
    ]) {
      await getStorage().put(key, Buffer.from('new'));
      expect(await getStorage().stat(key)).toEqual({ bytes: 3 });
    }
  });
});

describe('where the tie is intact, it is deleted:', () => {
  it.each(DELETIONS)('%s', async (_what, remove) => {
    await remove(getStorage());
    await ensureStorageTie();
  });

  it('and does so again at once after the storage was adopted', async () => {
    await restoreOlderTie(database.prisma);
    await expect(getStorage().delete('uploads/one')).rejects.toThrow(/isomix storage adopt/);
    await adoptStorage();
    expect(await removeObject(getStorage(), 'uploads/one')).toBe(3);
    expect(await getStorage().list('uploads')).toEqual([]);
  });
});
