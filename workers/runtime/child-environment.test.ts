// What processes that compute learn from the environment of their parent.
import { afterEach, expect, it, vi } from 'vitest';
import { childEnvironment } from './child-environment';

afterEach(() => vi.unstubAllEnvs());

it('withholds database, session and language model secrets from every child', () => {
  for (const name of ['DATABASE_URL', 'NEXTAUTH_SECRET', 'AUTOMIX_OPENAI_API_KEY'])
    vi.stubEnv(name, 'secret');
  const both = [childEnvironment(), childEnvironment({ stores: true })];
  for (const environment of both) expect(Object.values(environment)).not.toContain('secret');
});

it('gives the keys of the bucket to a child that stores, and to no other', () => {
  vi.stubEnv('S3_SECRET_ACCESS_KEY', 'key');
  expect(childEnvironment().S3_SECRET_ACCESS_KEY).toBeUndefined();
  expect(childEnvironment({ stores: true }).S3_SECRET_ACCESS_KEY).toBe('key');
});
