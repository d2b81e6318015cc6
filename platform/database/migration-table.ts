// Prisma's table of what has been applied, `_prisma_migrations`, read and written in Prisma's own way.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { MigrationFile } from './migration-files';

/** As Prisma creates it, so that its own tools go on working with the database. */
const CREATE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL, "logs" TEXT, "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`;

export type MigrationState = 'applied' | 'failed' | 'rolled back';

export interface MigrationEntry {
  readonly name: string;
  readonly checksum: string;
  readonly state: MigrationState;
  /** What PostgreSQL said, for a migration that failed. */
  readonly logs: string | null;
}

type Session = Pick<pg.ClientBase, 'query'>;

/** What is known of every migration that was ever begun: its latest entry, by name. */
export async function readMigrationTable(session: Session): Promise<ReadonlyMap<string, MigrationEntry>> {
  const { rows: found } = await session.query(
    `SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS there`,
  );
  if (!found[0].there) return new Map();
  const { rows } = await session.query<MigrationEntry>(`
    SELECT DISTINCT ON ("migration_name") "migration_name" AS "name", "checksum", "logs",
      CASE WHEN "rolled_back_at" IS NOT NULL THEN 'rolled back'
        WHEN "finished_at" IS NULL THEN 'failed' ELSE 'applied' END AS "state"
    FROM "_prisma_migrations" ORDER BY "migration_name", "started_at" DESC`);
  return new Map(rows.map((entry) => [entry.name, entry]));
}

export async function createMigrationTable(session: Session): Promise<void> {
  await session.query(CREATE);
}

/** Notes a migration as applied, begun and ended now. */
export async function recordApplied(session: Session, { name, checksum }: MigrationFile): Promise<void> {
  await session.query(
    `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at", "applied_steps_count")
     VALUES ($1, $2, $3, now(), 1)`,
    [randomUUID(), checksum, name],
  );
}

/** Records that a migration without a transaction begins: unless it is recorded as applied, it may be half done. */
export async function recordBegun(session: Session, { name, checksum }: MigrationFile): Promise<void> {
  await session.query(
    `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "started_at")
     VALUES ($1, $2, $3, clock_timestamp())`,
    [randomUUID(), checksum, name],
  );
}

const OPEN = `"migration_name" = $1 AND "finished_at" IS NULL AND "rolled_back_at" IS NULL`;

export async function recordFailure(session: Session, name: string, logs: string): Promise<void> {
  await session.query(`UPDATE "_prisma_migrations" SET "logs" = $2 WHERE ${OPEN}`, [name, logs]);
}

/** Ends the open entries of a migration: as applied, or as taken back so that it runs again. */
export async function endOpen(
  session: Session,
  name: string,
  as: 'applied' | 'rolled-back',
): Promise<number> {
  const column = as === 'applied' ? 'finished_at' : 'rolled_back_at';
  const { rowCount } = await session.query(
    `UPDATE "_prisma_migrations" SET "${column}" = clock_timestamp(), "applied_steps_count" = 1 WHERE ${OPEN}`,
    [name],
  );
  return rowCount ?? 0;
}
