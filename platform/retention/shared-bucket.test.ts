// Two studios with databases of their own in one bucket: neither takes, moves or deletes what is the other's.

import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY_MS } from '@/contract/durations';
import { setDatabase } from '@/platform/database/client';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { parseEnv } from '@/platform/env';
import { setStorage } from '@/platform/storage';
import { stemSegmentKey, uploadKey } from '@/platform/storage/keys';
import { openStorage } from '@/platform/storage/open';
import type { MaintainedStorage } from '@/platform/storage/storage';
import { startTestS3, type TestS3 } from '@/platform/storage/testing/s3-server';
import { StorageTieError } from '@/platform/storage/tie/errors';
import { advanceTie } from '@/platform/storage-tie/advance';
import { ensureStorageTie } from '@/platform/storage-tie/ensure';
import { sweepOnce } from './sweep';

const [KNOWN, UNKNOWN] = ['a'.repeat(64), 'b'.repeat(64)];

interface TestedStudio {
  readonly database: TestDatabase;
  readonly storage: MaintainedStorage;
}

let root = '';
let server: TestS3;
let port = 0;
const databases: TestDatabase[] = [];

beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'isomix-shared-bucket-'));
  server = await startTestS3(root, 'shared');
  port = server.port;
});
afterAll(async () => {
  setStorage(undefined);
  for (const database of databases) await database.close();
  await server.close();
  await rm(root, { recursive: true });
});

const use = ({ database, storage }: TestedStudio): void => {
  setDatabase(database);
  setStorage(storage);
};

async function newStudio(prefix: string): Promise<TestedStudio> {
  const database = await openTestDatabase();
  databases.push(database);
  const keys = { S3_ACCESS_KEY_ID: 'S3RVER', S3_SECRET_ACCESS_KEY: 'S3RVER' };
  const endpoint = `http://127.0.0.1:${port}`;
  const storage = openStorage(
    parseEnv({ ...keys, DATA_DIR: root, S3_BUCKET: 'shared', S3_ENDPOINT: endpoint, S3_PREFIX: prefix }),
  );
  return { database, storage };
}

async function fill({ database, storage }: TestedStudio): Promise<void> {
  const data = { bytes: 4, container: 'wav', codec: 'pcm', sampleRate: 44_100, channels: 2, durationS: 1 };
  await database.prisma.asset.create({
    data: { sha256: KNOWN, createdAt: new Date(Date.now() + 20 * DAY_MS), ...data },
  });
  for (const sha256 of [KNOWN, UNKNOWN]) {
    await storage.put(uploadKey(sha256), Buffer.from('song'));
    await storage.put(stemSegmentKey(`sep-${sha256}-htdemucs`, 'vocals', 0), Buffer.from('stem'));
  }
}

const everythingIn = async ({ storage }: TestedStudio): Promise<string[]> => {
  const lists = await Promise.all(['uploads', 'separations', 'trash'].map((name) => storage.list(name)));
  return lists.flat();
};

it('lets each sweep its own prefix alone', async () => {
  const [one, two] = [await newStudio('one'), await newStudio('one-more')];
  for (const studio of [one, two]) {
    use(studio);
    await ensureStorageTie();
    await advanceTie();
    await fill(studio);
  }
  const before = await everythingIn(two);
  use(one);
  await sweepOnce(new Date(Date.now() + 8 * DAY_MS));
  expect((await everythingIn(one)).filter((key) => key.startsWith('trash/'))).toHaveLength(2);
  expect(await one.storage.list('uploads')).toEqual([uploadKey(KNOWN)]);
  await sweepOnce(new Date(Date.now() + 45 * DAY_MS));
  expect(await one.storage.list('trash')).toEqual([]);
  expect(await everythingIn(two)).toEqual(before);
  use(two);
  await ensureStorageTie();

  // A new database on the other's prefix, and on the whole bucket.
  for (const prefix of ['one-more', '']) {
    use(await newStudio(prefix));
    await expect(ensureStorageTie()).rejects.toThrow(StorageTieError);
  }
  expect(await everythingIn(two)).toEqual(before);
}, 240_000);
