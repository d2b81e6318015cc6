// Leases: one holder at a time, renewable, free after release or expiry.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { acquireLease, releaseLease } from './lease';

describe('a lease', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  it('has one holder, who may renew it', async () => {
    expect(await acquireLease('one', 60_000, 'a')).toBe(true);
    expect(await acquireLease('one', 60_000, 'b')).toBe(false);
    expect(await acquireLease('one', 60_000, 'a')).toBe(true);
  });

  it('is free after its release, which only its holder can do', async () => {
    await acquireLease('two', 60_000, 'a');
    await releaseLease('two', 'b');
    expect(await acquireLease('two', 60_000, 'b')).toBe(false);
    await releaseLease('two', 'a');
    expect(await acquireLease('two', 60_000, 'b')).toBe(true);
  });

  it('goes to another when its holder does not renew it in time', async () => {
    await acquireLease('three', 20, 'a');
    await pause(60);
    expect(await acquireLease('three', 60_000, 'b')).toBe(true);
    expect(await acquireLease('three', 60_000, 'a')).toBe(false);
  });

  it('goes to exactly one of many who ask at once', async () => {
    const asked = Array.from({ length: 20 }, (_, index) => acquireLease('four', 60_000, `p${index}`));
    expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
  });
});
