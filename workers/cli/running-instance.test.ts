// Which database a command works on, and which one `isomix doctor` looks at.
import os from 'node:os';
import path from 'node:path';
import { expect, it, vi } from 'vitest';
import { pooledDatabaseUrl, runningDatabaseUrl } from './running-instance';

it('with an address past the pooler commands take that one, and the doctor the other', () => {
  vi.stubEnv('DATA_DIR', path.join(os.tmpdir(), 'isomix-that-is-not-there'));
  vi.stubEnv('DATABASE_URL', 'postgresql://pooled/isomix');
  vi.stubEnv('DIRECT_DATABASE_URL', 'nonsense');
  expect(runningDatabaseUrl()).toBe('nonsense');
  expect(pooledDatabaseUrl()).toBe('postgresql://pooled/isomix');
  vi.unstubAllEnvs();
});
