// The migrations of prisma/migrations as they lie in the repository: name, text, checksum, and how they want to be run.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface MigrationFile {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 in hexadecimal digits, as Prisma writes it into `_prisma_migrations`. */
  readonly checksum: string;
  /** False for statements that PostgreSQL refuses in a transaction, such as CREATE INDEX CONCURRENTLY. */
  readonly isTransactional: boolean;
}

const SCRIPT = 'migration.sql';

/** A line of its own in a migration that cannot run in a transaction. */
const MARKED = /^-- isomix: no transaction\s*$/m;

/** The SHA-256 of a script. */
const checksumOf = (sql: string): string => createHash('sha256').update(sql).digest('hex');

function readMigration(folder: string, name: string): MigrationFile {
  const sql = readFileSync(path.join(folder, name, SCRIPT), 'utf8');
  return { name, sql, checksum: checksumOf(sql), isTransactional: !MARKED.test(sql) };
}

/** Reads a folder of migrations, oldest first. */
export function readMigrations(folder: string): MigrationFile[] {
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return names.map((name) => readMigration(folder, name));
}

/**
 * The statements of a script that is not run as a whole: several in one message would be a transaction again.
 * Such a script contains plain statements, each ended by a semicolon at the end of a line, and no function
 * bodies.
 */
export function statementsOf(sql: string): string[] {
  const code = sql.replace(/^\s*--.*$/gm, '');
  return code
    .split(/;\s*(?:\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
