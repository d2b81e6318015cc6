// The tie between a database and its storage: who may claim what, who is refused, and what a person can decide.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { setDatabase } from '@/platform/database/client';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { getStorage, setStorage } from '@/platform/storage';
import { DiskStorage } from '@/platform/storage/disk';
import { PREFLIGHT_FOLDER, TIE_KEY, uploadKey } from '@/platform/storage/keys';
import { StorageTieError } from '../storage/tie/errors';
import { readRecord } from '../storage/tie/record';
import { adoptStorage, inspectTie } from './adopt';
import { advanceTie } from './advance';
import { ensureStorageTie } from './ensure';
import { readMarker } from './marker';

let root = '';
let database: TestDatabase;
let folders = 0;

beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'isomix-tie-'));
  database = await openTestDatabase();
});
beforeEach(async () => {
  useFolder(newFolder());
  await database.prisma.setting.deleteMany();
  await database.prisma.asset.deleteMany();
});
afterAll(async () => {
  setStorage(undefined);
  await database.close();
  await rm(root, { recursive: true });
});

function newFolder(): string {
  folders += 1;
  return path.join(root, `storage-${folders}`);
}

const useFolder = (folder: string): void => setStorage(new DiskStorage(folder));
const hash = (index: number): string => index.toString(16).padStart(64, '0');

/** Rows of songs, and their files. */
async function addSongs(from: number, to: number, { rows = true, files = true } = {}): Promise<void> {
  for (let index = from; index < to; index += 1) {
    const asset = { container: 'wav', codec: 'pcm', sampleRate: 44_100, channels: 2, durationS: 1 };
    if (rows) await database.prisma.asset.create({ data: { sha256: hash(index), bytes: 4, ...asset } });
    if (files) await getStorage().put(uploadKey(hash(index)), Buffer.from('song'));
  }
}

const refused = () =>
  expect(ensureStorageTie()).rejects.toThrow(/^The .*; nothing was changed: .*isomix storage adopt"\.$/);

describe('a start', () => {
  it('ties a new database to an empty storage, the same for all nodes that start at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => ensureStorageTie()));
    const [record, marker] = [await readRecord(), await readMarker()];
    expect(record).toMatchObject({ isTied: true, studioId: marker?.studioId });
    await ensureStorageTie();
    expect(await readMarker()).toEqual(marker);
  });

  it('ties a new database to a storage in which another start has just looked whether it can write', async () => {
    await getStorage().put(`${PREFLIGHT_FOLDER}/look`, Buffer.from('look'));
    await ensureStorageTie();
    expect((await readRecord())?.isTied).toBe(true);
  });

  it('ties a studio of an earlier version, whose storage contains the files that its database knows', async () => {
    await addSongs(0, 20);
    // What crashes left, and what was lost before.
    await addSongs(20, 22, { rows: false });
    await addSongs(22, 24, { files: false });
    await ensureStorageTie();
    expect((await readMarker())?.studioId).toBe((await readRecord())?.studioId);
  });

  it.each([
    ['songs', uploadKey(hash(1))],
    ['anything', 'backups/of-somebody'],
    ['anything deep inside', 'studios/one/separations/stems/0.flac'],
  ])('refuses a new database on a storage with %s in it', async (_, key) => {
    await getStorage().put(key, Buffer.from('precious'));
    await refused();
    expect(await getStorage().stat(key)).not.toBeNull();
    expect(await readMarker()).toBeNull();
  });

  it('refuses a new database on the storage of another studio, empty or not', async () => {
    await ensureStorageTie();
    const marker = await readMarker();
    await database.prisma.setting.deleteMany();
    await refused();
    expect(await readMarker()).toEqual(marker);
  });

  it('refuses a storage that carries another id', async () => {
    await ensureStorageTie();
    await addSongs(0, 2);
    const other = await openTestDatabase();
    useFolder(newFolder());
    await ensureStorageTie();
    setDatabase(database);
    await refused();
    await other.close();
    setDatabase(database);
  });

  it('refuses an empty storage where the database knows songs: a lost mount or a wrong bucket', async () => {
    await ensureStorageTie();
    await addSongs(0, 2);
    useFolder(newFolder());
    await refused();
    expect(await readMarker()).toBeNull();
  });

  it('refuses so in a studio of an earlier version, too', async () => {
    await addSongs(0, 4, { files: false });
    await refused();
  });

  it('refuses songs of somebody else beside few of its own', async () => {
    await addSongs(0, 2);
    await addSongs(2, 30, { rows: false });
    await refused();
  });

  it('refuses a storage whose mark was lost or cannot be read', async () => {
    await ensureStorageTie();
    await addSongs(0, 2);
    await getStorage().delete(TIE_KEY);
    await refused();
    await getStorage().put(TIE_KEY, Buffer.from('{"studioId": 1}'));
    await expect(ensureStorageTie()).rejects.toThrow(StorageTieError);
  });

  it('takes up a claim that was broken off before the storage carried the id', async () => {
    await addSongs(0, 3);
    await ensureStorageTie();
    await getStorage().delete(TIE_KEY);
    await database.prisma.$executeRaw`UPDATE "Setting" SET "value" = jsonb_set("value", '{isTied}', 'false')`;
    await ensureStorageTie();
    expect((await readRecord())?.isTied).toBe(true);
  });
});

describe('a sweep', () => {
  it('moves both ends on', async () => {
    await ensureStorageTie();
    for (let i = 0; i < 30; i += 1) await advanceTie();
    expect((await readRecord())?.generation).toBe(30);
    expect((await readMarker())?.generation).toBe(30);
  });

  it('is refused to a database that is older than the storage, until a person has looked', async () => {
    await ensureStorageTie();
    await addSongs(0, 2);
    await advanceTie();
    const backup = await database.prisma.setting.findMany();
    await advanceTie();
    await database.prisma.setting.deleteMany();
    for (const { name, value } of backup) {
      await database.prisma.setting.create({ data: { name, value: value as object } });
    }
    await ensureStorageTie();
    await expect(advanceTie()).rejects.toThrow(/older backup.*isomix storage adopt/);
    expect((await inspectTie()).isTied).toBe(false);
    await adoptStorage();
    expect((await inspectTie()).isTied).toBe(true);
    await advanceTie();
  });

  it('goes on after writing to the storage failed many times', async () => {
    await ensureStorageTie();
    const folder = newFolder();
    for (let i = 0; i < 40; i += 1) {
      const before = await readMarker();
      await advanceTie();
      // As if the token had never arrived.
      await getStorage().put(TIE_KEY, Buffer.from(JSON.stringify(before)));
    }
    await advanceTie();
    await rm(folder, { recursive: true, force: true });
  });

  it('of a copy of the database beside it stops one of the two, whichever comes second', async () => {
    await ensureStorageTie();
    await advanceTie();
    const copy = await database.prisma.setting.findMany();
    await advanceTie();
    const mine = await database.prisma.setting.findMany();
    await database.prisma.setting.deleteMany();
    for (const { name, value } of copy) {
      await database.prisma.setting.create({ data: { name, value: value as object } });
    }
    await expect(advanceTie()).rejects.toThrow(StorageTieError);
    await database.prisma.setting.deleteMany();
    for (const { name, value } of mine) {
      await database.prisma.setting.create({ data: { name, value: value as object } });
    }
    await advanceTie();
  });
});

it('adopting locks the studio out whose storage it was', async () => {
  const folder = newFolder();
  useFolder(folder);
  await ensureStorageTie();
  await addSongs(0, 2);
  const copied = newFolder();
  await cp(folder, copied, { recursive: true });
  const other = await openTestDatabase();
  await expect(ensureStorageTie()).rejects.toThrow(StorageTieError);
  await adoptStorage();
  await ensureStorageTie();
  setDatabase(database);
  await refused();
  useFolder(copied);
  await ensureStorageTie();
  await other.close();
  setDatabase(database);
});
