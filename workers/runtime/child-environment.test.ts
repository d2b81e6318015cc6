// The part of this process's environment that computing child processes receive.
import { afterEach, expect, it, vi } from 'vitest';
import { childEnvironment } from './child-environment';

const SECRETS = ['DATABASE_URL', 'DIRECT_DATABASE_URL', 'REDIS_URL', 'NEXTAUTH_SECRET'];
const KEYS = ['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SESSION_TOKEN'];

afterEach(() => vi.unstubAllEnvs());

function given(names: readonly string[], environment: NodeJS.ProcessEnv): string[] {
  return names.filter((name) => name in environment);
}

it('gives a process that only computes no key at all', () => {
  for (const name of [...SECRETS, ...KEYS, 'S3_BUCKET']) vi.stubEnv(name, 'x');
  expect(given([...SECRETS, ...KEYS, 'S3_BUCKET'], childEnvironment())).toEqual(['S3_BUCKET']);
});

it('gives one that stores what it computes the keys of the bucket, and nothing else', () => {
  for (const name of [...SECRETS, ...KEYS]) vi.stubEnv(name, 'x');
  expect(given([...SECRETS, ...KEYS], childEnvironment({ storage: true }))).toEqual(KEYS);
});
