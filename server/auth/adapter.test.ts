// People who come through GitHub or Google land in our tables, one account per email and provider.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createUser } from '@/platform/accounts/users';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { accountAdapter } from './adapter';
import { oauthProviderIds } from './providers';

let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

it('keeps an OAuth account and finds it again', async () => {
  const adapter = accountAdapter();
  const fresh = {
    name: 'Ana',
    email: 'Ana@Example.com',
    emailVerified: null,
    image: 'https://example.com/a.png',
  };
  const user = await adapter.createUser?.(fresh);
  expect(user).toMatchObject({ email: 'ana@example.com', plan: 'free' });
  const key = { provider: 'github', providerAccountId: '42' };
  const sent = {
    access_token: 'a secret of the provider',
    scope: 'read:user',
    refresh_token_expires_in: 15_897_600,
  };
  await adapter.linkAccount?.({ ...key, ...sent, type: 'oauth', userId: user?.id ?? '' });
  expect((await adapter.getUserByAccount?.(key))?.id).toBe(user?.id);
  expect(JSON.stringify(await database.prisma.account.findMany())).not.toContain('a secret of the provider');
});

it('finds the account with a password behind an email, so that nobody gets two', async () => {
  const own = await createUser({ email: 'ben@example.com', password: 'long enough' });
  expect((await accountAdapter().getUserByEmail?.('BEN@example.com'))?.id).toBe(own.id);
});

it('offers a provider when both of its keys are set', () => {
  const keys = { GITHUB_ID: 'a', GITHUB_SECRET: 'b', GOOGLE_ID: 'c', GOOGLE_SECRET: undefined };
  expect(oauthProviderIds(keys)).toEqual(['github']);
  expect(oauthProviderIds({ ...keys, GOOGLE_SECRET: 'd' })).toEqual(['github', 'google']);
});
