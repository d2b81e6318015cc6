// The address of the one database, for code that needs a connection of its own beside the pool.
import { getEnv } from './env';

/** @throws Error when the process was started without a database */
export function databaseUrl(): string {
  const url = getEnv().DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set; the launcher sets it for every process it starts.');
  return url;
}

/**
 * The address for what lives in a session (LISTEN, the queue, locks of sessions): past a pooler, where there is one.
 * @throws Error when the process was started without a database
 */
export const directDatabaseUrl = (): string => getEnv().DIRECT_DATABASE_URL ?? databaseUrl();
