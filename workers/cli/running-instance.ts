// Gives a command access to the database of the instance that runs on this data folder.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { closeDatabase, openDatabase, setDatabase } from '@/platform/database/client';
import { startEmbeddedPostgres } from '@/platform/database/embedded';
import { migrateDatabase } from '@/platform/database/migrate';
import { getEnv } from '@/platform/env';
import { readRuntime } from '@/platform/runtime-file';
import { CommandError } from './command';

function isAlive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch (error) {
    // EPERM: the process exists and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * The database of the instance that runs on this data folder, past any pooler, or else the one of the settings.
 * @throws CommandError when there is neither
 */
export const runningDatabaseUrl = (): string => getEnv().DIRECT_DATABASE_URL ?? pooledDatabaseUrl();

/**
 * The same as the studio itself reaches it, through a pooler where there is one.
 * @throws CommandError when there is neither
 */
export function pooledDatabaseUrl(): string {
  const { DATA_DIR, DATABASE_URL } = getEnv();
  const runtime = readRuntime(DATA_DIR);
  if (runtime !== null && isAlive(runtime.processes.supervisor)) return runtime.databaseUrl;
  if (DATABASE_URL) return DATABASE_URL;
  throw new CommandError(`No IsoMix Studio is running on ${DATA_DIR}; start it with npm start.`);
}

/**
 * Runs `use` with getPrisma() on the database of this data folder, whether the studio runs or not: when it does not,
 * its embedded server is started for as long.
 * @throws CommandError when there is no database to be found
 */
export async function withStudioDatabase<T>(use: () => Promise<T>): Promise<T> {
  const { DATA_DIR, DATABASE_URL } = getEnv();
  const runtime = readRuntime(DATA_DIR);
  const isRunning = runtime !== null && isAlive(runtime.processes.supervisor);
  if (isRunning || DATABASE_URL) return withRunningInstance(use);
  if (!existsSync(path.join(DATA_DIR, 'postgres'))) {
    throw new CommandError(`There is no database in ${DATA_DIR}, and DATABASE_URL names none either.`);
  }
  const server = await startEmbeddedPostgres({ directory: DATA_DIR });
  try {
    await migrateDatabase(server.url);
    setDatabase(openDatabase(server.url));
    return await use();
  } finally {
    await closeDatabase();
    await server.stop();
  }
}

/**
 * Runs `use` with getPrisma() on the running instance's database.
 * @throws CommandError when no instance is running and DATABASE_URL names no database either
 */
export async function withRunningInstance<T>(use: () => Promise<T>): Promise<T> {
  setDatabase(openDatabase(runningDatabaseUrl()));
  try {
    return await use();
  } finally {
    await closeDatabase();
  }
}

/**
 * Runs `use` on the address of the database, running or not: the embedded one of a studio that does not start is
 * started for the time being.
 * @throws CommandError when there is no database
 */
export async function withDatabaseAddress<T>(use: (url: string) => Promise<T>): Promise<T> {
  const { DATA_DIR, DATABASE_URL, DIRECT_DATABASE_URL } = getEnv();
  const runtime = readRuntime(DATA_DIR);
  const isRunning = runtime !== null && isAlive(runtime.processes.supervisor);
  const isEmbedded = !DATABASE_URL && !DIRECT_DATABASE_URL && existsSync(path.join(DATA_DIR, 'postgres'));
  if (isRunning || !isEmbedded) return use(runningDatabaseUrl());
  const server = await startEmbeddedPostgres({ directory: DATA_DIR });
  try {
    return await use(server.url);
  } finally {
    await server.stop();
  }
}
