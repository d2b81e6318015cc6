// What the sweeper does when something around it is wrong: the wrong database, clock or storage, or a second sweeper.

import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, utimes } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { DAY_MS } from '@/contract/durations';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { acquireLease, releaseLease } from '@/platform/lease';
import { getStorage, setStorage } from '@/platform/storage';
import { DiskStorage } from '@/platform/storage/disk';
import { coverKey, stemSegmentKey, trashDayPrefix, uploadKey } from '@/platform/storage/keys';
import { ensureStorageTie } from '@/platform/storage-tie/ensure';
import { sweepOnce } from './sweep';
import { changeSweepRecord, permitSweep, readSweepRecord } from './sweep-record';
import { sweepRound } from './sweeper';
import { restoreUnit, trashDays, trashedUnits } from './trash';

let root = '';
let folder = '';
let database: TestDatabase;
let storages = 0;
const refusals: string[] = [];

beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'isomix-sweeper-'));
  database = await openTestDatabase();
});
beforeEach(async () => {
  storages += 1;
  folder = path.join(root, `storage-${storages}`);
  setStorage(new DiskStorage(folder));
  refusals.length = 0;
  for (const table of ['setting', 'song', 'asset', 'job', 'project', 'user'] as const) {
    await (database.prisma[table] as { deleteMany(): Promise<unknown> }).deleteMany();
  }
});
afterAll(async () => {
  setStorage(undefined);
  await database.close();
  await rm(root, { recursive: true });
});

const later = (days: number): Date => new Date(Date.now() + days * DAY_MS);
const hash = (index: number): string => index.toString(16).padStart(64, '0');
const sourceOf = (index: number): string => `sep-${hash(index)}-htdemucs`;
const asset = { bytes: 4, container: 'wav', codec: 'pcm', sampleRate: 44_100, channels: 2, durationS: 1 };

const addRow = (index: number) => database.prisma.asset.create({ data: { sha256: hash(index), ...asset } });

async function addFiles(index: number, { days = 0 } = {}): Promise<void> {
  const keys = [uploadKey(hash(index)), ...[0, 1].map((i) => stemSegmentKey(sourceOf(index), 'vocals', i))];
  for (const key of keys) {
    await getStorage().put(key, Buffer.from(`the song ${index}`));
    await utimes(path.join(folder, key), later(-days), later(-days));
  }
}

async function stored(): Promise<string[]> {
  const keys: string[] = [];
  for (const name of ['uploads', 'separations', 'covers']) keys.push(...(await getStorage().list(name)));
  return keys.sort();
}

const trashed = () => getStorage().list('trash');

/** One round of a sweeper that is somebody of its own, with everything due. */
async function round(processNow?: () => number): Promise<string> {
  await changeSweepRecord({ sweptAt: null, scannedAt: null });
  const refuse = (reason: Error) => void refusals.push(reason.message);
  return sweepRound({ owner: randomUUID(), refuse, ...(processNow && { processNow }) });
}

/** A studio with songs that projects use, so that nothing of it is to go. */
async function studioWith(songs: number): Promise<void> {
  const owner = await database.prisma.user.create({ data: { email: `${randomUUID()}@example.com` } });
  for (let index = 0; index < songs; index += 1) {
    await addRow(index);
    await addFiles(index, { days: 60 });
    const project = { name: 'one', ownerId: owner.id, expiresAt: later(20) };
    const { id: projectId } = await database.prisma.project.create({ data: project });
    const id = sourceOf(index);
    await database.prisma.job.create({
      data: { id, name: 'separation', queue: 'separation', input: {}, state: 'done', finishedAt: new Date() },
    });
    const song = { projectId, sha256: hash(index), name: 'one', separationId: id };
    await database.prisma.song.create({ data: song });
  }
  await ensureStorageTie();
}

async function dropRows(): Promise<void> {
  await database.prisma.project.deleteMany();
  await database.prisma.job.deleteMany();
  await database.prisma.asset.deleteMany();
}

describe('nothing is lost', () => {
  it('when all is as it should be', async () => {
    await studioWith(8);
    const before = await stored();
    expect([await round(), await stored(), await trashed()]).toEqual(['swept', before, []]);
    expect(await database.prisma.project.count()).toBe(8);
  });

  it('when the database is new and the storage is full of another studio’s songs', async () => {
    await studioWith(8);
    const before = await stored();
    await dropRows();
    await database.prisma.setting.deleteMany();
    expect(await round()).toBe('refused');
    expect([await stored(), await trashed()]).toEqual([before, []]);
    expect(refusals[0]).toMatch(/isomix storage adopt/);
  });

  it('when the database has lost its rows and kept its id', async () => {
    await studioWith(8);
    const before = await stored();
    await dropRows();
    expect(await round()).toBe('stopped');
    expect([await stored(), await trashed()]).toEqual([before, []]);
    expect((await readSweepRecord()).stopped).toEqual([
      '8 of 8 songs in storage that the database does not know',
      '8 of 8 folders of stems in storage that the database does not know',
    ]);
  });

  it('for a day, without listing the storage every hour', async () => {
    await studioWith(8);
    await dropRows();
    expect(await round()).toBe('stopped');
    const { stopped, scannedAt } = await readSweepRecord();
    const browse = vi.spyOn(getStorage(), 'browse');
    const next = () => sweepRound({ owner: randomUUID() });
    await changeSweepRecord({ sweptAt: later(-0.1) });
    expect(await next()).toBe('stopped');
    expect(browse).not.toHaveBeenCalled();
    expect(await readSweepRecord()).toMatchObject({ stopped, scannedAt });
    await changeSweepRecord({ sweptAt: later(-0.1), scannedAt: later(-1.1) });
    expect(await next()).toBe('stopped');
    expect(browse).toHaveBeenCalled();
    browse.mockRestore();
  });

  it('when an older backup was restored', async () => {
    await studioWith(8);
    const backup = await database.prisma.setting.findMany();
    expect(await round()).toBe('swept');
    const before = await stored();
    await database.prisma.song.deleteMany({ where: { sha256: hash(7) } });
    await database.prisma.setting.deleteMany();
    for (const { name, value } of backup) {
      await database.prisma.setting.create({ data: { name, value: value as object } });
    }
    expect([await round(), await stored(), await trashed()]).toEqual(['refused', before, []]);
    expect(refusals[0]).toMatch(/older backup/);
  });

  it.each([40, -40])('when the clock of this node is %i days ahead of the database’s', async (days) => {
    await studioWith(3);
    await addFiles(99, { days: 60 });
    const before = await stored();
    expect(await round(() => Date.now() + days * DAY_MS)).toBe('refused');
    expect([await stored(), await trashed()]).toEqual([before, []]);
    expect(refusals[0]).toMatch(
      /^The clock of the database is 40 days (ahead of|behind) that of this process/,
    );
  });

  it('of projects when the clocks of all are wrong together', async () => {
    await studioWith(8);
    const before = await stored();
    const report = await sweepOnce(later(40));
    expect(report.stopped).toContain('8 of 8 projects that have expired');
    expect([await database.prisma.project.count(), await stored()]).toEqual([8, before]);
  });

  it('of an upload whose file is stored and whose row is not', async () => {
    await studioWith(3);
    await addFiles(50);
    const before = await stored();
    expect([await round(), await stored()]).toEqual(['swept', before]);
    await addRow(50);
  });
});

describe('the trash', () => {
  it('takes what nobody knows after a week, keeps it for a month, and gives it back', async () => {
    await studioWith(12);
    await addFiles(70, { days: 6 });
    await addFiles(71, { days: 8 });
    await getStorage().put(coverKey('gone'), Buffer.from('a cover'));
    const [before, now] = [await stored(), new Date()];
    await sweepOnce(now);
    const day = now.toISOString().slice(0, 10);
    const moved = before.filter((key) => key.includes(hash(71)));
    expect(moved).toHaveLength(3);
    expect(await stored()).toEqual(before.filter((key) => !moved.includes(key)));
    expect(await trashed()).toEqual(moved.map((key) => `${trashDayPrefix(day)}/${key}`).sort());

    await sweepOnce(later(29));
    expect(await trashDays()).toContain(day);
    for (const each of await trashDays()) {
      for await (const page of trashedUnits(each)) for (const unit of page) await restoreUnit(unit);
    }
    expect(await stored()).toEqual(before);
    await sweepOnce(now);
    expect(await stored()).toEqual(before);
  });

  it('is emptied of what has been there for a month', async () => {
    await studioWith(3);
    await addFiles(71, { days: 8 });
    await sweepOnce();
    expect((await trashed()).length).toBe(3);
    await database.prisma.project.updateMany({ data: { expiresAt: null } });
    await sweepOnce(later(32));
    expect(await trashed()).toEqual([]);
    expect((await stored()).length).toBe(9);
  });

  it('gives back by itself what the database knows again', async () => {
    await studioWith(3);
    await addFiles(71, { days: 8 });
    const before = await stored();
    await sweepOnce();
    expect((await trashed()).length).toBe(3);
    await addRow(71);
    await sweepOnce(undefined, { scan: false });
    expect([await stored(), await trashed()]).toEqual([before, []]);
  });
});

describe('the deletion limit', () => {
  it('lets a person go on', async () => {
    await studioWith(10);
    await database.prisma.project.updateMany({ data: { expiresAt: later(-1) } });
    expect(await round()).toBe('stopped');
    expect(await database.prisma.project.count()).toBe(10);
    await permitSweep(new Date());
    expect(await round()).toBe('swept');
    expect(await database.prisma.project.count()).toBe(0);
  });
});

describe('two sweepers', () => {
  it('do not sweep at the same time', async () => {
    await studioWith(3);
    await acquireLease('storage-sweep', 60_000, 'another');
    expect(await round()).toBe('held');
    await releaseLease('storage-sweep', 'another');
    const outcomes = await Promise.all([round(), round(), round()]);
    expect(outcomes.filter((outcome) => outcome === 'swept' || outcome === 'idle').length).toBeGreaterThan(0);
    expect(outcomes.every((outcome) => ['swept', 'idle', 'held'].includes(outcome))).toBe(true);
  });

  it('that do so after all lose nothing', async () => {
    await studioWith(12);
    for (const index of [70, 71, 72]) await addFiles(index, { days: 8 });
    const before = await stored();
    const now = new Date();
    await Promise.all([sweepOnce(now), sweepOnce(now), sweepOnce(now)]);
    const day = `${trashDayPrefix(now.toISOString().slice(0, 10))}/`;
    const everything = [...(await stored()), ...(await trashed()).map((key) => key.slice(day.length))];
    expect(everything.sort()).toEqual(before);
  });

  it('stop at once when they are aborted', async () => {
    await studioWith(3);
    await expect(sweepOnce(new Date(), { signal: AbortSignal.abort(new Error('ended')) })).rejects.toThrow(
      'ended',
    );
  });
});
