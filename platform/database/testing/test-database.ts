// Databases for tests: each test file gets a fresh, migrated one on a real PostgreSQL that the run shares.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { type Database, openDatabase, setDatabase } from '../client';
import { errorCode } from '../error-code';
import { administer, TEMPLATE_DATABASE, withDatabaseName } from './names';

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers GET with the connection string of the shared server; see global-setup.ts. */
    testPostgresBroker: string;
  }
}

export interface TestDatabase extends Database {
  readonly url: string;
}

export interface TestDatabaseOptions {
  /** True for a database without any table. */
  readonly blank?: boolean;
}

/** A vacuum of the server itself that is at work in the database: only a superuser may end it, and it ends soon. */
const VACUUM_AT_WORK = '42501';
const DROP_ATTEMPTS = 40;

async function dropDatabase(server: string, name: string, attempt = 1): Promise<void> {
  try {
    await administer(server, `DROP DATABASE ${name} WITH (FORCE)`);
  } catch (error) {
    if (errorCode(error) !== VACUUM_AT_WORK || attempt === DROP_ATTEMPTS) throw error;
    await sleep(250);
    await dropDatabase(server, name, attempt + 1);
  }
}

/**
 * Opens a database of its own for the calling test file; the first call of a run starts the server. Until close(),
 * getPrisma() and getPool() of this process, and DATABASE_URL, mean this database.
 */
export async function openTestDatabase({ blank = false }: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const answer = await fetch(inject('testPostgresBroker'));
  const server = await answer.text();
  if (!answer.ok) throw new Error(server);
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(server, `CREATE DATABASE ${name} TEMPLATE ${blank ? 'template0' : TEMPLATE_DATABASE}`);
  const url = withDatabaseName(server, name);
  const opened = openDatabase(url);
  process.env.DATABASE_URL = url;
  const database = { ...opened, url, close };
  setDatabase(database);
  async function close(): Promise<void> {
    setDatabase(undefined);
    await opened.close();
    await dropDatabase(server, name);
  }
  return database;
}
