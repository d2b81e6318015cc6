// A run that lost its job may tidy up after a cancellation, but never where another run has stored its results.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { claimJob, completeJob, type JobRun } from '@/platform/job-run';
import { createJob, requestCancel } from '@/platform/job-store';
import { separationJob } from '@/platform/jobs/separation';
import { removeObject } from '@/platform/removal/counts';
import { DiskStorage } from '@/platform/storage/disk';
import { StorageTieError } from '@/platform/storage/tie/errors';
import { TiedStorage } from '@/platform/storage/tie/tied-storage';
import { TEST_MODEL, TEST_STEMS, testHash } from '@/platform/testing/rows';
import { RunStopped } from './run-heartbeat';
import { RunStorage } from './run-storage';

let database: TestDatabase;
const folder = mkdtempSync(path.join(os.tmpdir(), 'isomix-run-'));
const storage = new DiskStorage(folder);

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

async function begin(id: string): Promise<{ run: JobRun; seen: RunStorage }> {
  const input = { sha256: testHash(id), modelId: TEST_MODEL };
  await createJob(database.prisma, separationJob, { id, input, requestedBy: null });
  const run = (await claimJob(id)) as JobRun;
  const seen = new RunStorage(storage, run);
  await seen.put(`${id}/a`, Buffer.from('a'));
  return { run, seen };
}

it('deletes while the job is its own, and after a cancellation', async () => {
  const { seen } = await begin('own');
  await seen.delete('own/a');
  await seen.put('own/b', Buffer.from('b'));
  await requestCancel('own');
  await seen.deletePrefix('own');
  expect(await storage.list('own')).toEqual([]);
});

it('keeps what another run is storing or has stored', async () => {
  const { seen } = await begin('taken');
  const successor = (await claimJob('taken')) as JobRun;
  await expect(seen.deletePrefix('taken')).rejects.toThrow(RunStopped);
  await completeJob(database.prisma, successor, TEST_STEMS);
  await expect(seen.delete('taken/a')).rejects.toThrow(RunStopped);
  expect(await seen.list('taken')).toEqual(['taken/a']);
});

it('deletes nothing from a storage that is not known to be of its database', async () => {
  await createJob(database.prisma, separationJob, {
    id: 'untied',
    requestedBy: null,
    input: { sha256: testHash('untied'), modelId: TEST_MODEL },
  });
  const seen = new RunStorage(new TiedStorage(storage), (await claimJob('untied')) as JobRun);
  await seen.put('untied/a', Buffer.from('a'));
  await expect(seen.delete('untied/a')).rejects.toThrow(StorageTieError);
  await expect(seen.deletePrefix('untied')).rejects.toThrow(StorageTieError);
  expect(await removeObject(seen, 'untied/a')).toBe(0);
  expect(await storage.list('untied')).toEqual(['untied/a']);
});
