// Disk storage: the contract, a file system that is really full, and what a killed process leaves.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, it } from 'vitest';
import { DiskStorage } from './disk';
import { StorageFullError } from './storage';
import { describeStorage, TEST_PAGE } from './testing/storage-contract';

const root = mkdtempSync(path.join(os.tmpdir(), 'isomix-disk-'));
const small = path.join(root, 'small');
mkdirSync(small);

/** Mounts a 1 MB file system, which takes root; null says why it could not. */
function mountSmall(): string | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small], { stdio: 'pipe' });
    return null;
  } catch (error) {
    return `no small file system can be mounted here: ${String(error).split('\n')[0]}`;
  }
}

const noMount = mountSmall();

afterAll(() => {
  if (noMount === null) execFileSync('umount', [small]);
  rmSync(root, { recursive: true });
});

describeStorage('disk', () => new DiskStorage(path.join(root, 'contract'), TEST_PAGE));

it.skipIf(noMount !== null)(
  `says that the disk is full and leaves nothing (${noMount ?? 'mounted'})`,
  async () => {
    const storage = new DiskStorage(small);
    const tooBig = Readable.from(Array.from({ length: 40 }, () => Buffer.alloc(65_536)));
    await expect(storage.put('uploads/big', tooBig)).rejects.toThrow(StorageFullError);
    const file = path.join(root, 'big-file');
    writeFileSync(file, Buffer.alloc(2_000_000));
    await expect(storage.putFile('uploads/big', file)).rejects.toThrow(StorageFullError);
    expect(readdirSync(path.join(small, 'uploads'))).toEqual([]);
    expect(readdirSync(root)).toContain('big-file');
    await expect(storage.put('uploads/fits', Buffer.alloc(500_000))).resolves.toEqual({ bytes: 500_000 });
  },
);

it('hides what is half-written and sweeps it away once it is old', async () => {
  const storage = new DiskStorage(path.join(root, 'sweep'));
  await storage.put('uploads/whole', Buffer.from('x'));
  const folder = path.join(root, 'sweep/uploads');
  const [old, fresh] = [path.join(folder, 'a~0011'), path.join(folder, 'b~2233')];
  writeFileSync(old, 'half');
  writeFileSync(fresh, 'half');
  const yesterday = Date.now() / 1000 - 86_400;
  utimesSync(old, yesterday, yesterday);
  expect(await storage.list('uploads')).toEqual(['uploads/whole']);
  expect(await storage.removeUnfinished(new Date(Date.now() - 3_600_000))).toBe(1);
  expect(readdirSync(folder).sort()).toEqual(['b~2233', 'whole']);
});
