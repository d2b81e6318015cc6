// Migration on a real PostgreSQL: every table, the queue's tables, and nothing to do the second time.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrateDatabase } from './migrate';
import { openTestDatabase, type TestDatabase } from './testing/test-database';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase({ blank: true });
});
afterAll(() => database.close());

describe('migrateDatabase', () => {
  it('migrates once, also when several processes start at the same time', async () => {
    const applied = await Promise.all([migrateDatabase(database.url), migrateDatabase(database.url)]);
    expect(applied.flat()).toContain('0001_init');
    expect(new Set(applied.flat()).size).toBe(applied.flat().length);
    expect(await migrateDatabase(database.url)).toEqual([]);
  });

  it('leaves the studio and the queue with their tables', async () => {
    expect(await database.prisma.project.count()).toBe(0);
    const { rows } = await database.pool.query(
      "SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname = 'bullmq'",
    );
    expect(rows[0].tables).toBeGreaterThan(0);
  });
});
