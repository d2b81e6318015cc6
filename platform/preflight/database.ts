// Looks at the database: whether it answers, whether it is new enough, and whether sessions are really ours.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Env } from '@/platform/env';
import { unavailableOf } from '@/platform/unavailable';
import { type Check, type CheckResult, failed, fine, reasonOf } from './check';

/** The oldest PostgreSQL that every statement of the studio runs on. */
const OLDEST = 14;
const CONNECT_MS = 5_000;
const NOTIFY_MS = 2_000;
/** Refusals that no waiting resolves: password, role, database, pg_hba.conf. */
const REFUSED = /^(?:28...|3D000)$/;

/** Provides a connection with deadlines of its own: the studio's pools may be what is to be checked. */
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
    const received = once(listener, 'notification').then(() => true);
    await withClient(url, (sender) => sender.query(`NOTIFY ${channel}`));
    return Promise.race([received, delay(NOTIFY_MS, false)]);
  });
}

/**
 * Whether both addresses lead to one database: what a session locks is locked for all others of the same database, and
 * for nobody else. The other lock, where it can be had, ends with its statement, so that no pooler keeps it.
 */
async function isSameDatabase(url: string, directUrl: string): Promise<boolean> {
  const key = randomBytes(8).readBigInt64BE().toString();
  return withClient(directUrl, async (holder) => {
    await holder.query('SELECT pg_advisory_lock($1::bigint)', [key]);
    const { rows } = await withClient(url, (other) =>
      other.query('SELECT pg_try_advisory_xact_lock($1::bigint) AS "isFree"', [key]),
    );
    return !rows[0].isFree;
  });
}

function unreachable(what: string, error: unknown): CheckResult {
  const code = (error as { code?: string }).code ?? '';
  if (REFUSED.test(code)) return failed('database', `${what} refuses the studio: ${reasonOf(error)}.`);
  return failed('database', `${what} does not answer (${reasonOf(error)}).`, unavailableOf(error) !== null);
}

async function versionOf(url: string): Promise<number> {
  return withClient(url, async (client) => {
    const { rows } = await client.query("SELECT current_setting('server_version_num')::int AS version");
    return Math.floor(rows[0].version / 10_000);
  });
}

/** What is wrong with the sessions that `url`, the value of the setting `name`, leads to; null when nothing is. */
async function checkSessions(name: string, url: string, advice: string): Promise<CheckResult | null> {
  if (await keepsSessions(url)) return null;
  return failed(
    'database',
    `${name} leads to a connection pooler that shares sessions out (such as PgBouncer in transaction mode), through ` +
      `which LISTEN does not work; ${advice} the address of PostgreSQL itself.`,
  );
}

async function checkDirect(url: string, directUrl: string): Promise<CheckResult | null> {
  try {
    const finding = await checkSessions('DIRECT_DATABASE_URL', directUrl, 'make it');
    if (finding || (await isSameDatabase(url, directUrl))) return finding;
  } catch (error) {
    return unreachable('The database at DIRECT_DATABASE_URL', error);
  }
  return failed(
    'database',
    'DIRECT_DATABASE_URL leads to another database than DATABASE_URL; set it to the address of the same one, past the pooler.',
  );
}

async function check(url: string, directUrl: string | undefined): Promise<CheckResult> {
  const version = await versionOf(url);
  if (version < OLDEST) {
    return failed('database', `The database is PostgreSQL ${version}; the studio needs ${OLDEST} or newer.`);
  }
  const finding = directUrl
    ? await checkDirect(url, directUrl)
    : await checkSessions('DATABASE_URL', url, 'set DIRECT_DATABASE_URL to');
  return finding ?? fine('database', `PostgreSQL ${version} answers.`);
}

/** What pg reads as an address of PostgreSQL; it takes anything else for the name of a database, or of a host. */
const ADDRESS = /^(?:postgres(?:ql)?|socket):/;

function checkAddress(name: string, url: string | null | undefined): CheckResult[] {
  if (!url || (ADDRESS.test(url) && URL.canParse(url))) return [];
  return [failed('database', `${name} is no address of PostgreSQL; it begins with postgresql://.`)];
}

/** What the settings themselves show, without a look at any server. */
function checkSettings({ DATABASE_URL, DIRECT_DATABASE_URL }: Env, url: string | null): CheckResult[] {
  const findings = [
    ...checkAddress('DATABASE_URL', url),
    ...checkAddress('DIRECT_DATABASE_URL', DIRECT_DATABASE_URL),
  ];
  if (findings.length > 0 || DATABASE_URL || !DIRECT_DATABASE_URL) return findings;
  const message =
    'DIRECT_DATABASE_URL is set and DATABASE_URL is not, so that the studio would use two databases; set both or neither.';
  return [failed('database', message)];
}

/** @param url the embedded database's address where DATABASE_URL is not set; null where that one does not run */
export function databaseCheck(env: Env, url: string | null): Check {
  return {
    name: 'database',
    async run() {
      const findings = checkSettings(env, url);
      if (findings.length > 0 || url === null) return findings;
      try {
        return [await check(url, env.DIRECT_DATABASE_URL)];
      } catch (error) {
        return [unreachable('The database', error)];
      }
    },
  };
}
