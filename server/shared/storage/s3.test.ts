// S3 storage: the contract, against a server that speaks the protocol over a local folder.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import S3rver from 's3rver';
import { afterAll, beforeAll } from 'vitest';
import { parseEnv } from '@/server/shared/env';
import { openStorage } from './index';
import type { Storage } from './storage';
import { describeStorage } from './storage.contract';

const root = mkdtempSync(path.join(os.tmpdir(), 'isomix-s3-'));
const server = new S3rver({
  address: '127.0.0.1',
  port: 0,
  silent: true,
  directory: path.join(root, 'bucket'),
  configureBuckets: [{ name: 'isomix-test', configs: [] }],
});
let storage: Storage;

beforeAll(async () => {
  const { port } = await server.run();
  storage = openStorage(
    parseEnv({
      DATA_DIR: path.join(root, 'data'),
      S3_BUCKET: 'isomix-test',
      S3_ENDPOINT: `http://127.0.0.1:${port}`,
      S3_ACCESS_KEY_ID: 'S3RVER',
      S3_SECRET_ACCESS_KEY: 'S3RVER',
    }),
  );
});

afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});

describeStorage('S3', () => storage);
