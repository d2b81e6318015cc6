// Uploads under way: how many, how many bytes, and that all is given back.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PLANS } from '@/server/plans';
import { UploadSlot } from './upload-slots';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'slots-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const person = (id: string) => ({ id, plan: 'free' as const });

it('bounds the uploads of one person at once, not those of another', async () => {
  const open = await Promise.all(
    Array.from({ length: PLANS.free.maxUploadsAtOnce }, () => UploadSlot.open(person('a'), folder, 0)),
  );
  await expect(UploadSlot.open(person('a'), folder, 0)).rejects.toMatchObject({ status: 429 });
  (await UploadSlot.open(person('b'), folder, 0)).close();
  open.pop()?.close();
  open.push(await UploadSlot.open(person('a'), folder, 0));
  for (const slot of open) slot.close();
});

it('bounds bytes that are announced, and bytes that merely arrive', async () => {
  const most = PLANS.free.maxUploadBytesAtOnce;
  const announced = await UploadSlot.open(person('c'), folder, most - 1_000);
  await expect(UploadSlot.open(person('c'), folder, 2_000)).rejects.toMatchObject({ status: 429 });
  const silent = await UploadSlot.open(person('c'), folder, 0);
  await expect(silent.grow(1_000)).rejects.toMatchObject({ status: 429 });
  silent.close();
  announced.close();
  announced.close();
  const again = await UploadSlot.open(person('c'), folder, most - 1_000);
  again.close();
});

it('refuses what the disk has no room for once everybody is counted', async () => {
  const free = 2 ** 60;
  await expect(UploadSlot.open({ id: 'd', plan: 'pro' }, folder, free)).rejects.toThrow();
});
