// Accounts on a real database: hashes that check out, one account per email, tokens shown once.
import { readdir, readFile } from 'node:fs/promises';
import { getPriority } from 'node:os';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { createApiToken, resolveApiToken } from './api-tokens';
import { hashPassword, verifyPassword } from './password';
import { createUser, EmailTakenError, findUserByEmail, setPlan } from './users';

const CHEAP = { N: 2 ** 4, r: 1, p: 1 };
let database: TestDatabase;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

describe('passwords', () => {
  it('match themselves and nothing else, whatever they are made of', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.string(), async (password, other) => {
        const stored = await hashPassword(password, CHEAP);
        expect(await verifyPassword(password, stored)).toBe(true);
        const same = password.normalize('NFKC') === other.normalize('NFKC');
        expect(await verifyPassword(other, stored)).toBe(same);
      }),
      { numRuns: 40 },
    );
  });

  it('carry their cost and a fresh salt', async () => {
    const [first, second] = await Promise.all([hashPassword('same', CHEAP), hashPassword('same', CHEAP)]);
    expect(first).toMatch(/^16\$1\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(first).not.toBe(second);
    await expect(verifyPassword('same', 'plain text')).rejects.toThrow('broken');
  });
});

it.runIf(process.platform === 'linux')(
  'are hashed on a single thread, which yields to the others',
  async () => {
    await hashPassword('any', CHEAP);
    const threads = await readdir('/proc/self/task');
    const stats = await Promise.all(threads.map((id) => readFile(`/proc/self/task/${id}/stat`, 'utf8')));
    // Behind the name in parentheses the niceness is the 17th field of proc(5).
    const niceness = stats.map((stat) => Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]));
    const own = getPriority();
    expect(niceness.filter((each) => each > own)).toHaveLength(1);
  },
);

describe('users', () => {
  it('are found by email however it is written, and exist once', async () => {
    const user = await createUser({ email: ' Ana@Example.COM ', password: 'long enough', plan: 'pro' });
    expect(user).toMatchObject({ email: 'ana@example.com', name: 'ana', plan: 'pro' });
    expect(user.passwordHash).not.toContain('long enough');
    expect((await findUserByEmail('ANA@example.com'))?.id).toBe(user.id);
    const again = createUser({ email: 'ana@EXAMPLE.com', password: 'another one' });
    await expect(again).rejects.toThrow(EmailTakenError);
  });

  it('need a usable email and password', async () => {
    await expect(createUser({ email: 'nonsense', password: 'long enough' })).rejects.toThrow('email address');
    await expect(createUser({ email: 'b@example.com', password: 'short' })).rejects.toThrow('8 characters');
    expect(await findUserByEmail('b@example.com')).toBeNull();
    expect(await findUserByEmail('nonsense')).toBeNull();
  });

  it('change their plan by e-mail address, unless nobody has it', async () => {
    await createUser({ email: 'c@example.com', password: 'long enough' });
    expect(await setPlan('C@example.com', 'pro')).toBe(true);
    expect((await findUserByEmail('c@example.com'))?.plan).toBe('pro');
    expect(await setPlan('nobody@example.com', 'pro')).toBe(false);
  });
});

describe('API tokens', () => {
  it('name their account and are stored as a hash only', async () => {
    const user = await createUser({ email: 'd@example.com', password: 'long enough' });
    const token = await createApiToken(user.id, 'mixing script');
    expect((await resolveApiToken(token))?.user.id).toBe(user.id);
    const rows = await database.prisma.apiToken.findMany();
    expect(JSON.stringify(rows)).not.toContain(token.slice(7));
    expect(rows[0]?.lastUsedAt).not.toBeNull();
  });

  it('that were never issued resolve to no account', async () => {
    for (const token of ['', 'isomix_', `isomix_${'A'.repeat(43)}`, 'Bearer x', '\0', 'é'.repeat(50)]) {
      expect(await resolveApiToken(token)).toBeNull();
    }
  });
});
