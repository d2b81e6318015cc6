// Looks at the database: whether it answers, whether it is new enough, and whether sessions are really ours.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Env } from '@/server/shared/env';
import { unavailableOf } from '@/server/shared/unavailable';
import { type Check, type CheckResult, failed, fine, reasonOf } from './check';

/** The oldest PostgreSQL that every statement of the studio runs on. */
const OLDEST = 14;
const CONNECT_MS = 5_000;
const NOTIFY_MS = 2_000;
/** Refusals that no waiting mends: password, role, database, pg_hba.conf. */
const REFUSED = /^(?:28...|3D000)$/;

/** Lends a connection with deadlines of its own: the studio's pools may be what is to be checked. */
export async function withClient<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: CONNECT_MS,
  });
  // A connection that breaks is met by the statement that it breaks under.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Whether a notification reaches a session that listens, which takes a session of one's own. */
async function keepsSessions(url: string): Promise<boolean> {
  const channel = `isomix_probe_${randomBytes(6).toString('hex')}`;
  return withClient(url, async (listener) => {
    await listener.query(`LISTEN ${channel}`);
    const heard = once(listener, 'notification').then(() => true);
    await withClient(url, (sender) => sender.query(`NOTIFY ${channel}`));
    return Promise.race([heard, delay(NOTIFY_MS, false)]);
  });
}

function unreachable(name: string, error: unknown): CheckResult {
  const code = (error as { code?: string }).code ?? '';
  if (REFUSED.test(code)) return failed(name, `The ${name} refuses the studio: ${reasonOf(error)}.`);
  return failed(name, `The ${name} does not answer (${reasonOf(error)}).`, unavailableOf(error) !== null);
}

async function look(url: string, directUrl: string | undefined): Promise<CheckResult> {
  const version = await withClient(url, async (client) => {
    const { rows } = await client.query("SELECT current_setting('server_version_num')::int AS version");
    return Math.floor(rows[0].version / 10_000);
  });
  if (version < OLDEST) {
    return failed('database', `The database is PostgreSQL ${version}; the studio needs ${OLDEST} or newer.`);
  }
  if (await keepsSessions(directUrl ?? url)) return fine('database', `PostgreSQL ${version} answers.`);
  const name = directUrl ? 'DIRECT_DATABASE_URL' : 'DATABASE_URL';
  const advice = directUrl ? 'make it' : 'set DIRECT_DATABASE_URL to';
  return failed(
    'database',
    `${name} leads to a connection pooler that shares sessions out (such as PgBouncer in transaction mode), through ` +
      `which LISTEN does not work; ${advice} the address of PostgreSQL itself.`,
  );
}

/** What pg reads as an address of PostgreSQL; it takes anything else for the name of a database, or of a host. */
const ADDRESS = /^(?:postgres(?:ql)?|socket):/;

function addressFault(name: string, url: string): CheckResult[] {
  if (ADDRESS.test(url) && URL.canParse(url)) return [];
  return [failed('database', `${name} is no address of PostgreSQL; it begins with postgresql://.`)];
}

/** @param url the embedded database's address where DATABASE_URL is not set */
export function databaseCheck({ DIRECT_DATABASE_URL }: Env, url: string): Check {
  return {
    name: 'database',
    async run() {
      const faults = [
        ...addressFault('DATABASE_URL', url),
        ...(DIRECT_DATABASE_URL ? addressFault('DIRECT_DATABASE_URL', DIRECT_DATABASE_URL) : []),
      ];
      if (faults.length > 0) return faults;
      try {
        return [await look(url, DIRECT_DATABASE_URL)];
      } catch (error) {
        return [unreachable('database', error)];
      }
    },
  };
}
