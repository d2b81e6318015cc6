// What dead workers left in the folder of temporary files goes at the next start; what others use stays.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clearLeftovers } from './housekeeping';

/** Above what the kernel gives out, so that no process has it. */
const DEAD = 2 ** 22 + 1;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'isomix-leftovers-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('clears what dead workers left, of whatever kind, and nothing of living ones or of others', async () => {
  const kept = [`job-${process.ppid}-x`, 'uploads', 'probe-without-a-number'];
  for (const name of [...kept, `job-${DEAD}-x`]) await mkdir(path.join(folder, name));
  for (const kind of ['object', 'probe']) await writeFile(path.join(folder, `${kind}-${DEAD}-y`), 'left');
  await clearLeftovers(folder);
  expect((await readdir(folder)).sort()).toEqual(kept.sort());
});

it('has nothing to do where there is no such folder yet', async () => {
  await expect(clearLeftovers(path.join(folder, 'missing'))).resolves.toBeUndefined();
});
