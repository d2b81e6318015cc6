// The storage command on a studio that is not running, with a database of its own.
import { mkdtemp, rm, utimes } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { setDatabase } from '@/platform/database/client';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { sweepOnce } from '@/platform/retention/sweep';
import { getStorage } from '@/platform/storage';
import { uploadKey } from '@/platform/storage/keys';
import { ensureStorageTie } from '@/platform/storage-tie/ensure';
import { storageCommand } from './storage';

let dataDir = '';
let database: TestDatabase;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(os.tmpdir(), 'isomix-storage-cli-'));
  process.env.DATA_DIR = dataDir;
  database = await openTestDatabase();
});
afterAll(async () => {
  setDatabase(database);
  await database.close();
  await rm(dataDir, { recursive: true });
});

/** Runs the command and returns what it printed. */
async function storage(...argv: string[]): Promise<string> {
  const lines: string[] = [];
  const spy = vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  try {
    expect(await storageCommand.run(argv)).toBe(0);
  } finally {
    spy.mockRestore();
    setDatabase(database);
  }
  return lines.join('\n');
}

const song = (index: number): string => uploadKey(index.toString(16).padStart(64, '0'));

it('shows a mismatch, ties the two together, and lists and restores what was swept', async () => {
  const old = new Date(Date.now() - 30 * 24 * 3_600_000);
  for (const index of [1, 2, 3]) {
    await getStorage().put(song(index), Buffer.from('song'));
    await utimes(path.join(dataDir, 'storage', song(index)), old, old);
  }
  await expect(ensureStorageTie()).rejects.toThrow(/isomix storage adopt/);
  expect(await storage('status')).toMatch(/not tied together yet[\s\S]*does not know 3/);
  expect(await storage('adopt')).toMatch(/belong together now/);
  await ensureStorageTie();
  expect(await storage('adopt')).toMatch(/already/);
  expect(await storage('status')).toMatch(/belong together/);

  expect(await storage('trash')).toBe('The trash is empty.');
  await sweepOnce();
  expect(await getStorage().list('uploads')).toEqual([]);
  expect(await storage('trash', '--list')).toMatch(/: 3 objects, 0\.0 MB[\s\S]*uploads\/0/);
  expect(await storage('restore', song(2))).toBe('1 brought back.');
  expect(await storage('restore', '--all')).toBe('2 brought back.');
  expect(await getStorage().list('uploads')).toEqual([1, 2, 3].map(song));
  await expect(storage('restore')).rejects.toThrow(/Say in one way what to bring back/);
  await expect(storage('proceed')).rejects.toThrow(/No sweep was stopped/);
});

it.each([
  ['adopt', '--dry-run'],
  ['proceed', 'now'],
  ['status', '--json'],
  ['trash', '--lst'],
  ['trash', 'all'],
  ['restore', '--day'],
  ['restore', '--day', 'yesterday'],
  ['restore', '--all', 'songs/'],
  ['restore', 'songs/', 'uploads/'],
  ['restore', ''],
  ['adpot'],
])('does nothing at all when it is asked wrongly: %s %s', async (...argv) => {
  await expect(storageCommand.run(argv)).rejects.toThrow(
    /^(?:Usage|Say in one way what to bring back): isomix storage /,
  );
});

it('says that nothing in the trash is meant', async () => {
  await expect(storageCommand.run(['restore', 'uploads/none'])).rejects.toThrow(/no such thing in the trash/);
  setDatabase(database);
});
