// Applies migrations in order, each in a transaction of its own: one that fails leaves the database as it was.

import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { matchCopies } from '@/platform/error-copies';
import { log } from '@/platform/log';
import { errorCode } from './error-code';
import type { MigrationFile } from './migration-files';
import { statementsOf } from './migration-files';
import {
  createMigrationTable,
  endOpen,
  readMigrationTable,
  recordApplied,
  recordBegun,
  recordFailure,
} from './migration-table';

/** A migration cannot continue; the message tells the operator what to do. */
export class MigrationError extends Error {
  static {
    matchCopies(MigrationError, 'MigrationError');
  }
}

/** A statement that waits for a lock makes all who come after it wait too, so it gives up soon and comes back. */
const LOCK_TIMEOUT_MS = 4_000;
const LOCK_WAITS_MS = [500, 1_000, 2_000, 5_000, 5_000, 10_000, 10_000, 20_000];
const LOCK_NOT_AVAILABLE = '55P03';

export interface ApplyOptions {
  readonly lockTimeoutMs?: number;
  /** Pauses between tries to get a lock, in milliseconds. */
  readonly lockWaitsMs?: readonly number[];
}

async function inTransaction(
  session: pg.Client,
  migration: MigrationFile,
  lockTimeoutMs: number,
): Promise<void> {
  await session.query('BEGIN');
  try {
    await session.query(`SET LOCAL lock_timeout = ${lockTimeoutMs}`);
    // A migration may take as long as it takes, whatever limit the role or the database sets for statements.
    await session.query('SET LOCAL statement_timeout = 0');
    await session.query(migration.sql);
    await recordApplied(session, migration);
    await session.query('COMMIT');
  } catch (error) {
    // Where the connection is gone this fails as well, and the first failure is the reason.
    await session.query('ROLLBACK').catch((err: unknown) => log.debug({ err }, 'A rollback failed.'));
    throw error;
  }
}

async function withoutTransaction(
  session: pg.Client,
  migration: MigrationFile,
  lockTimeoutMs: number,
): Promise<void> {
  await recordBegun(session, migration);
  try {
    await session.query(`SET lock_timeout = ${lockTimeoutMs}`);
    for (const statement of statementsOf(migration.sql)) await session.query(statement);
    await endOpen(session, migration.name, 'applied');
  } catch (error) {
    await recordFailure(session, migration.name, error instanceof Error ? error.message : String(error));
    throw error;
  } finally {
    await session.query('RESET lock_timeout');
  }
}

/** Tries a migration until it gets its locks; of one without a transaction the statements must bear repetition. */
async function apply(session: pg.Client, migration: MigrationFile, options: ApplyOptions): Promise<void> {
  const { lockTimeoutMs = LOCK_TIMEOUT_MS, lockWaitsMs = LOCK_WAITS_MS } = options;
  const run = migration.isTransactional ? inTransaction : withoutTransaction;
  for (const wait of [...lockWaitsMs, null]) {
    try {
      return await run(session, migration, lockTimeoutMs);
    } catch (error) {
      if (errorCode(error) !== LOCK_NOT_AVAILABLE || wait === null) throw failureOf(migration, error);
      log.warn(
        `The migration ${migration.name} waits for a table that is in use; it tries again in ${wait / 1000} s.`,
      );
      if (!migration.isTransactional) await endOpen(session, migration.name, 'rolled-back');
      await sleep(wait);
    }
  }
}

function failureOf({ name, isTransactional }: MigrationFile, error: unknown): MigrationError {
  const reason = error instanceof Error ? error.message : String(error);
  const advice = isTransactional
    ? 'nothing of it was applied, so the version before goes on running, and a corrected one can simply be started'
    : `parts of it may have been applied; look at them, then run "isomix migrate resolve ${name} --rolled-back" or --applied`;
  return new MigrationError(`The migration ${name} failed (${reason}): ${advice}.`, { cause: error });
}

/**
 * Applies the missing ones of `migrations`. The session is the caller's alone and holds the migration lock.
 * Migrations that the database has and this version does not are a newer version's, with which this one is
 * compatible.
 * @returns the names of the migrations that were applied now
 * @throws MigrationError with a message when one fails, was edited after it had been applied, or failed
 * earlier
 */
export async function applyMigrations(
  session: pg.Client,
  migrations: readonly MigrationFile[],
  options: ApplyOptions = {},
): Promise<string[]> {
  await createMigrationTable(session);
  const entries = await readMigrationTable(session);
  for (const { name, state } of entries.values()) {
    if (state !== 'failed') continue;
    throw new MigrationError(
      `The migration ${name} stopped half-way in an earlier start; undo or complete by hand what it did, then run ` +
        `"isomix migrate resolve ${name} --rolled-back" to have it run again, or --applied if it is complete.`,
    );
  }
  const applied: string[] = [];
  for (const migration of migrations) {
    const entry = entries.get(migration.name);
    if (entry?.state === 'applied') {
      if (entry.checksum === migration.checksum) continue;
      throw new MigrationError(
        `The migration ${migration.name} was edited after it had been applied; restore its file, or write a new one.`,
      );
    }
    await apply(session, migration, options);
    applied.push(migration.name);
  }
  return applied;
}
