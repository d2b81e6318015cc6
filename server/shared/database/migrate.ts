// Brings a database up to date: the Prisma migrations of prisma/, then the queue's own tables in schema `bullmq`.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { MigrationDirectory, MigrationList } from '@prisma/schema-engine-wasm';
import { runMigrations } from 'bullmq';
import pg from 'pg';
import { repositoryRoot } from '@/server/shared/repository-root';
import { applyMigrations } from './schema-engine';

/** Any number will do, as long as nothing else in the database locks the same one. */
const MIGRATION_LOCK = 7_201_964;

const LOCKFILE = 'migration_lock.toml';
const SCRIPT = 'migration.sql';

function readMigration(folder: string, name: string): MigrationDirectory {
  const value = readFileSync(path.join(folder, name, SCRIPT), 'utf8');
  return { path: name, migrationFile: { path: SCRIPT, content: { tag: 'ok', value } } };
}

/** Reads a folder of migrations, oldest first. */
function readMigrations(folder: string): MigrationList {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir: folder,
    lockfile: { path: LOCKFILE, content: readFileSync(path.join(folder, LOCKFILE), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: names.map((name) => readMigration(folder, name)),
  };
}

/**
 * Migrates the database at `url`. Idempotent; several processes may call it at once, they take turns.
 * @returns the names of the Prisma migrations that were applied now
 */
export async function migrateDatabase(url: string): Promise<string[]> {
  const folder = path.join(repositoryRoot(), 'prisma');
  const schema = readFileSync(path.join(folder, 'schema.prisma'), 'utf8');
  const session = new pg.Client({ connectionString: url });
  await session.connect();
  try {
    await session.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const applied = await applyMigrations(url, schema, readMigrations(path.join(folder, 'migrations')));
    await runMigrations(session, 'bullmq');
    return applied;
  } finally {
    // Ending the session releases the lock.
    await session.end();
  }
}
