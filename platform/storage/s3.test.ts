// S3 storage: the contract, against a server that speaks the protocol over a local folder.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseEnv } from '@/platform/env';
import { openStorage } from './open';
import type { MaintainedStorage } from './storage';
import { startTestS3, type TestS3 } from './testing/s3-server';
import { describeStorage, TEST_PAGE } from './testing/storage-contract';

const root = mkdtempSync(path.join(os.tmpdir(), 'isomix-s3-'));
let server: TestS3;
let port: number;
let storage: MaintainedStorage;

beforeAll(async () => {
  server = await startTestS3(path.join(root, 'bucket'), 'isomix-test');
  port = server.port;
  storage = openWith();
});

function openWith(prefix = ''): MaintainedStorage {
  return openStorage(
    parseEnv({
      DATA_DIR: path.join(root, 'data'),
      S3_BUCKET: 'isomix-test',
      S3_ENDPOINT: `http://127.0.0.1:${port}`,
      S3_ACCESS_KEY_ID: 'S3RVER',
      S3_SECRET_ACCESS_KEY: 'S3RVER',
      S3_PREFIX: prefix,
    }),
    TEST_PAGE,
  );
}

afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});

describeStorage('S3', () => storage);
describeStorage('S3 with a prefix', () => openWith('studios/one/'));

it('keeps two studios in one bucket apart', async () => {
  const [one, two, longer] = [openWith('apart/a'), openWith('apart/b'), openWith('apart/ab')];
  for (const studio of [one, two, longer]) await studio.put('uploads/same', Buffer.from(studio.place));
  expect(await one.list('uploads')).toEqual(['uploads/same']);
  await one.deletePrefix('uploads');
  await one.moveFolder('uploads', 'trash/uploads');
  expect([await one.list('uploads'), await two.list('uploads'), await longer.list('uploads')]).toEqual([
    [],
    ['uploads/same'],
    ['uploads/same'],
  ]);
  expect(await storage.list('apart')).toEqual(['apart/ab/uploads/same', 'apart/b/uploads/same']);
});

it.each(['/', '/a', 'a//b', '../a', 'a/..', 'a b', 'a/uploads', 'trash', 'uploads/x', 'isomix-studio.json'])(
  'refuses the prefix %s',
  (prefix) => {
    expect(() => openWith(prefix)).toThrow(/S3_PREFIX/);
  },
);
