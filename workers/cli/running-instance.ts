// Lets a command work on the database of the instance that runs on this data folder.
import { closeDatabase, openDatabase, setDatabase } from '@/server/shared/database/client';
import { getEnv } from '@/server/shared/env';
import { readRuntime } from '@/server/shared/runtime-file';
import { CommandError } from './command';

function isAlive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process: it is there, we may only not signal it.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function runningDatabaseUrl(): string {
  const { DATA_DIR, DATABASE_URL } = getEnv();
  const runtime = readRuntime(DATA_DIR);
  if (runtime !== null && isAlive(runtime.processes.supervisor)) return runtime.databaseUrl;
  if (DATABASE_URL) return DATABASE_URL;
  throw new CommandError(`No IsoMix Studio is running on ${DATA_DIR}; start it with npm start.`);
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
