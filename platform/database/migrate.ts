// Brings a database up to date: the migrations of prisma/, then the queue's own tables in schema `bullmq`.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runMigrations } from 'bullmq';
import pg from 'pg';
import { log } from '@/platform/log';
import { repositoryRoot } from '@/platform/repository-root';
import { type ApplyOptions, applyMigrations, MigrationError } from './apply-migrations';
import { KEEP_ALIVE } from './deadline-client';
import { type MigrationFile, readMigrations } from './migration-files';
import { endOpen, readMigrationTable, recordApplied } from './migration-table';

/** Any number will do, as long as nothing else in the database locks the same one. */
const MIGRATION_LOCK = 7_201_964;
const LOCK_POLL_MS = 500;
const CONNECT_TIMEOUT_MS = 15_000;

export interface MigrateOptions extends ApplyOptions {
  /** The folder of the migrations; that of this repository by default. */
  readonly folder?: string;
  /** How long to wait for another start that is migrating, in milliseconds; ten minutes by default. */
  readonly timeoutMs?: number;
}

const ownFolder = (): string => path.join(repositoryRoot(), 'prisma/migrations');

/** Runs `use` on a session that has the migration lock; ending the session releases it. */
async function withMigrationLock<T>(
  url: string,
  timeoutMs: number,
  use: (session: pg.Client) => Promise<T>,
): Promise<T> {
  const session = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    ...KEEP_ALIVE,
    application_name: 'isomix-migrate',
  });
  // A connection that breaks is met by the statement that it breaks under.
  session.on('error', () => undefined);
  await session.connect();
  try {
    await lock(session, timeoutMs);
    return await use(session);
  } finally {
    await session.end();
  }
}

/** A process that is frozen or cut off while it migrates: the server ends its session, and with it the lock. */
const SILENT_AFTER_MS = 60_000;

async function lock(session: pg.Client, timeoutMs: number): Promise<void> {
  await session.query(`SET idle_session_timeout = ${SILENT_AFTER_MS}`);
  await session.query(`SET idle_in_transaction_session_timeout = ${SILENT_AFTER_MS}`);
  for (let waited = 0; ; waited += LOCK_POLL_MS) {
    const { rows } = await session.query('SELECT pg_try_advisory_lock($1) AS ours', [MIGRATION_LOCK]);
    if (rows[0].ours) return;
    if (waited === 0) log.info('Another start is migrating the database; waiting for it.');
    if (waited >= timeoutMs) {
      throw new MigrationError(
        'Another connection has been migrating the database for a long time; end it (its application_name is ' +
          'isomix-migrate in pg_stat_activity) and start again.',
      );
    }
    await sleep(LOCK_POLL_MS);
  }
}

const TIMEOUT_MS = 600_000;

/**
 * Migrates the database at `url`, which must be PostgreSQL itself rather than a pooler that shares sessions.
 * Idempotent; several processes may call it at once, they take turns.
 * @returns the names of the migrations that were applied now
 * @throws MigrationError with a message on how to proceed
 */
export function migrateDatabase(url: string, options: MigrateOptions = {}): Promise<string[]> {
  const { folder = ownFolder(), timeoutMs = TIMEOUT_MS } = options;
  return withMigrationLock(url, timeoutMs, async (session) => {
    const applied = await applyMigrations(session, readMigrations(folder), options);
    await runMigrations(session, 'bullmq');
    return applied;
  });
}

export type MigrationState = 'applied' | 'pending' | 'failed' | 'edited' | 'unknown';

export interface MigrationStatus {
  readonly name: string;
  /** `unknown`: applied by a version that has migrations which this one does not have. */
  readonly state: MigrationState;
  /** What PostgreSQL said, for one that failed. */
  readonly logs: string | null;
}

/** Every migration that this version or the database knows, in order, and where it stands. */
export async function migrationStatus(url: string, folder = ownFolder()): Promise<MigrationStatus[]> {
  const files = new Map(readMigrations(folder).map((file) => [file.name, file]));
  const session = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  await session.connect();
  try {
    const entries = await readMigrationTable(session);
    const names = [...new Set([...files.keys(), ...entries.keys()])].sort();
    return names.map((name) => {
      const [file, entry] = [files.get(name), entries.get(name)];
      return { name, state: stateOf(file, entry), logs: entry?.state === 'failed' ? entry.logs : null };
    });
  } finally {
    await session.end();
  }
}

type Entry = ReturnType<Awaited<ReturnType<typeof readMigrationTable>>['get']>;

function stateOf(file: MigrationFile | undefined, entry: Entry): MigrationState {
  if (entry?.state === 'failed') return 'failed';
  if (entry?.state !== 'applied') return 'pending';
  if (!file) return 'unknown';
  return entry.checksum === file.checksum ? 'applied' : 'edited';
}

/**
 * Resolves a migration that failed half-way.
 * @param as `applied` when it has been completed by hand, `rolled-back` when it is to run again
 * @throws MigrationError when there is nothing to resolve
 */
export function resolveMigration(
  url: string,
  name: string,
  as: 'applied' | 'rolled-back',
  folder = ownFolder(),
): Promise<void> {
  return withMigrationLock(url, TIMEOUT_MS, async (session) => {
    const entry = (await readMigrationTable(session)).get(name);
    if (entry?.state !== 'failed') throw new MigrationError(`The migration ${name} has not failed.`);
    const file = readMigrations(folder).find((each) => each.name === name);
    await endOpen(session, name, 'rolled-back');
    // Recorded with the text of today, which is what completed it.
    if (as === 'applied') await recordApplied(session, file ?? { ...entry, sql: '', isTransactional: true });
  });
}
