// The lock of a data folder: refused while its holder lives, taken over when the holder is dead.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockInstance } from './instance-lock';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'isomix-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('is rejected with one message while the holder lives, and free after its release', async () => {
  const lock = await lockInstance(folder);
  await expect(lockInstance(folder)).rejects.toThrow(
    /^Another IsoMix Studio \(process \d+\) is running on .*\.$/,
  );
  lock.release();
  (await lockInstance(folder)).release();
});

it('is taken over from a process that is gone, and from one that merely got the same id', async () => {
  for (const pid of [2 ** 22 + 1, process.ppid]) {
    const stale = { pid, command: 'node start.mjs', stopping: false };
    writeFileSync(path.join(folder, 'instance.lock'), JSON.stringify(stale));
    (await lockInstance(folder)).release();
  }
});

it('waits for a holder that is stopping', async () => {
  const holder = await lockInstance(folder);
  holder.announceStop();
  const next = lockInstance(folder);
  holder.release();
  (await next).release();
});
