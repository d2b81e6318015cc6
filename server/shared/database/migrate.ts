// Brings a database up to date: the Prisma migrations of prisma/, then the queue's own tables in schema `bullmq`.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { MigrationDirectory, MigrationList } from '@prisma/schema-engine-wasm';
import { runMigrations } from 'bullmq';
import pg from 'pg';
import { repositoryRoot } from '@/server/shared/repository-root';
import { KEEP_ALIVE } from './deadline-client';
import { applyMigrations } from './schema-engine';

/** Any number will do, as long as nothing else in the database locks the same one. */
const MIGRATION_LOCK = 7_201_964;

/** A session that holds the lock says something this often; the server ends one that is silent for longer. */
const SIGN_EVERY_MS = 5_000;
const SILENT_AFTER_MS = 20_000;
const ASK_EVERY_MS = 500;
const LONGEST_WAIT_MS = 15 * 60_000;

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
 * Waits for its turn. A process that is frozen or cut off while it migrates would hold a plain lock for ever: here the
 * server ends its session after a while, and with it the lock.
 * @throws Error when others have been migrating for a quarter of an hour
 */
async function takeTurn(session: pg.Client): Promise<void> {
  await session.query(`SET idle_session_timeout = ${SILENT_AFTER_MS}`);
  for (let waited = 0; waited < LONGEST_WAIT_MS; waited += ASK_EVERY_MS) {
    const { rows } = await session.query<{ ours: boolean }>('SELECT pg_try_advisory_lock($1) AS ours', [
      MIGRATION_LOCK,
    ]);
    if (rows[0]?.ours) return;
    await pause(ASK_EVERY_MS);
  }
  throw new Error('Another process has been migrating this database for 15 minutes; this one gives up.');
}

/** Gives signs of life on a session while `work` runs on others. */
async function keepingAlive<T>(session: pg.Client, work: () => Promise<T>): Promise<T> {
  const timer = setInterval(() => {
    // A session that is gone fails the statement that needs it.
    session.query('SELECT 1').catch(() => clearInterval(timer));
  }, SIGN_EVERY_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/**
 * Migrates the database at `url`. Idempotent; several processes may call it at once, they take turns.
 * @returns the names of the Prisma migrations that were applied now
 */
export async function migrateDatabase(url: string): Promise<string[]> {
  const folder = path.join(repositoryRoot(), 'prisma');
  const schema = readFileSync(path.join(folder, 'schema.prisma'), 'utf8');
  const session = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, ...KEEP_ALIVE });
  // The statement that fails says so; without a listener the event would end the process.
  session.on('error', () => undefined);
  await session.connect();
  try {
    await takeTurn(session);
    const migrations = readMigrations(path.join(folder, 'migrations'));
    const applied = await keepingAlive(session, () => applyMigrations(url, schema, migrations));
    await runMigrations(session, 'bullmq');
    return applied;
  } finally {
    // Ending the session releases the lock.
    await session.end();
  }
}
