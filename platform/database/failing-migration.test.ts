// Migrations that fail, wait, or cannot run in a transaction: the old state stays whole, and the way on is said.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { log } from '@/platform/log';
import { repositoryRoot } from '@/platform/repository-root';
import { migrateDatabase, migrationStatus, resolveMigration } from './migrate';
import { openTestDatabase, type TestDatabase } from './testing/test-database';

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'isomix-migrations-'));
  cpSync(path.join(repositoryRoot(), 'prisma/migrations'), folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, sql: string): void {
  mkdirSync(path.join(folder, name), { recursive: true });
  writeFileSync(path.join(folder, name, 'migration.sql'), sql);
}
const columnsOf = async (table: string): Promise<string[]> => {
  const { rows } = await database.pool.query(
    'SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1',
    [table],
  );
  return rows.map((row) => row.name);
};
const migrate = () => migrateDatabase(database.url, { folder });
const stateOf = async (name: string) =>
  (await migrationStatus(database.url, folder)).find((each) => each.name === name)?.state;

describe('a migration that fails', () => {
  it('leaves nothing of it, and a start with the corrected file succeeds', async () => {
    const name = '9001_breaks';
    write(
      name,
      'ALTER TABLE "Project" ADD COLUMN "halfway" TEXT;\nALTER TABLE "NoSuchTable" ADD COLUMN "x" TEXT;',
    );
    await expect(migrate()).rejects.toThrow(
      /^The migration 9001_breaks failed \(relation "NoSuchTable" does not exist\): nothing of it was applied/,
    );
    expect(await columnsOf('Project')).not.toContain('halfway');
    expect(await stateOf(name)).toBe('pending');
    write(name, 'ALTER TABLE "Project" ADD COLUMN "halfway" TEXT;');
    expect(await migrate()).toEqual([name]);
    expect(await columnsOf('Project')).toContain('halfway');
    expect(await migrate()).toEqual([]);
  });

  it('does not stand in the way of the version before, which does not have it', async () => {
    write('9002_newer', 'CREATE TABLE "Newer" ("id" TEXT PRIMARY KEY);');
    expect(await migrate()).toEqual(['9002_newer']);
    expect(await migrateDatabase(database.url)).toEqual([]);
    expect((await migrationStatus(database.url)).find(({ name }) => name === '9002_newer')?.state).toBe(
      'unknown',
    );
  });

  it('that was edited after it had been applied is refused', async () => {
    write('9003_edited', 'CREATE TABLE "Edited" ("id" TEXT PRIMARY KEY);');
    await migrate();
    write('9003_edited', 'CREATE TABLE "Edited" ("id" BIGINT PRIMARY KEY);');
    await expect(migrate()).rejects.toThrow('9003_edited was edited after it had been applied');
    expect(await stateOf('9003_edited')).toBe('edited');
    write('9003_edited', 'CREATE TABLE "Edited" ("id" TEXT PRIMARY KEY);');
  });
});

describe('a migration whose table is in use', () => {
  const setUp = async () => {
    const holder = await database.pool.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT count(*) FROM "Project"');
    return holder;
  };

  it('gives up soon, so that readers go on, and tries again', async () => {
    const warned = vi.spyOn(log, 'warn').mockImplementation(() => undefined);
    write('9010_locks', 'ALTER TABLE "Project" ADD COLUMN "late" TEXT;');
    const holder = await setUp();
    const options = { folder, lockTimeoutMs: 200, lockWaitsMs: Array.from({ length: 100 }, () => 100) };
    const migrating = migrateDatabase(database.url, options);
    await vi.waitFor(() => expect(warned.mock.calls.length).toBeGreaterThanOrEqual(2), { timeout: 20_000 });
    await expect(database.pool.query('SELECT count(*) FROM "Project"')).resolves.toBeDefined();
    await holder.query('COMMIT');
    holder.release();
    expect(await migrating).toEqual(['9010_locks']);
    warned.mockRestore();
  });

  it('fails whole when it never gets the lock', async () => {
    write('9011_never', 'CREATE TABLE "First" ("id" INT);\nALTER TABLE "Project" ADD COLUMN "never" TEXT;');
    const holder = await setUp();
    const options = { folder, lockTimeoutMs: 100, lockWaitsMs: [] };
    await expect(migrateDatabase(database.url, options)).rejects.toThrow('nothing of it was applied');
    await holder.query('COMMIT');
    holder.release();
    expect(await columnsOf('First')).toEqual([]);
    expect(await stateOf('9011_never')).toBe('pending');
  });
});

describe('a migration that cannot run in a transaction', () => {
  const name = '9020_concurrently';
  const MARK = '-- isomix: no transaction\n';

  it('runs statement by statement when it is marked', async () => {
    write(name, `${MARK}CREATE INDEX CONCURRENTLY IF NOT EXISTS "a_idx" ON "Project" ("name");\nSELECT 1;\n`);
    expect(await migrate()).toContain(name);
    expect(await stateOf(name)).toBe('applied');
  });

  it('that stops half-way says how to go on, which the command line then does', async () => {
    const broken = '9021_half';
    write(
      broken,
      `${MARK}CREATE TABLE "Half" ("id" INT);\nCREATE INDEX CONCURRENTLY "b_idx" ON "NoSuchTable" ("x");\n`,
    );
    await expect(migrate()).rejects.toThrow('isomix migrate resolve 9021_half --rolled-back');
    expect(await stateOf(broken)).toBe('failed');
    await expect(migrate()).rejects.toThrow(/^The migration 9021_half stopped half-way in an earlier start/);
    await database.pool.query('DROP TABLE "Half"');
    await resolveMigration(database.url, broken, 'rolled-back', folder);
    write(broken, `${MARK}CREATE TABLE "Half" ("id" INT);\n`);
    expect(await migrate()).toEqual([broken]);
    await expect(resolveMigration(database.url, broken, 'applied', folder)).rejects.toThrow('has not failed');
  });
});
