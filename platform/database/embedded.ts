// The embedded PostgreSQL: creates a cluster in a folder, starts it on a free loopback port and stops it cleanly.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@/platform/free-port';
import { log } from '@/platform/log';
import { errorCode } from './error-code';
import { DATABASE, ensureOwnerRole, OWNER_ROLE, SUPERUSER } from './owner-role';
import { choosePostgresAccount, type PostgresAccount } from './postgres-account';
import { type PostgresBinaries, preparePostgresBinaries } from './postgres-binaries';
import { spawnGuarded, stopGuarded } from './postgres-guardian';
import { openLog, rotateLog } from './postgres-log';
import { clearOrphan } from './postgres-orphan';
import { ownerPassword, readOrCreatePassword } from './postgres-passwords';

export interface EmbeddedPostgres {
  /** Connection string of the database `isomix` for its owner, an ordinary role; password included. */
  readonly url: string;
  /** The same for the superuser of the server: for tests, which make databases of their own. */
  readonly superuserUrl: string;
  readonly port: number;
  /** Resolves when the server is gone, asked for or not. */
  readonly exited: Promise<void>;
  /** Fast shutdown: open transactions roll back, everything committed is on disk. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Absolute folder; gets `postgres/` (the cluster), its two passwords and `postgres.log`. */
  readonly directory: string;
  /** False only for data that may be lost with the machine's power, as in tests. */
  readonly durable?: boolean;
  /** Loopback port; a free one when absent. */
  readonly port?: number;
}

const ROTATE_EVERY_MS = 60_000;
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;

const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'password_encryption=scram-sha-256',
  'max_connections=100',
  'shared_buffers=64MB',
  'max_wal_size=256MB',
  'jit=off',
  'log_timezone=UTC',
  // Statements and the details of errors contain user input, such as email addresses.
  'log_min_error_statement=panic',
  'log_statement=none',
  'log_min_duration_statement=-1',
  'log_error_verbosity=terse',
  'log_parameter_max_length=0',
  'log_parameter_max_length_on_error=0',
];
const VOLATILE_SETTINGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** Runs initdb beside the final place and renames, so that an interrupted start leaves no half cluster. */
async function createCluster(binaries: PostgresBinaries, cluster: string, password: string): Promise<void> {
  const temporary = `${cluster}.new`;
  const secret = `${cluster}.pwfile`;
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { mode: 0o700 });
  const account = await choosePostgresAccount(binaries.postgres, temporary);
  await writeFile(secret, `${password}\n`, { mode: 0o600 });
  if (account.owner) await chown(secret, account.owner.uid, account.owner.gid);
  const encoding = ['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const flags = ['-D', temporary, '-U', SUPERUSER, '-A', 'scram-sha-256', `--pwfile=${secret}`, ...encoding];
  const [program, ...args] = [...account.prefix, binaries.initdb, ...flags] as [string, ...string[]];
  const { uid, gid } = account;
  const made = spawnSync(program, args, { encoding: 'utf8', uid, gid, env: { ...process.env, LC_ALL: 'C' } });
  await rm(secret, { force: true });
  if (made.status !== 0) throw new Error(`The database could not be created: ${made.stderr.trim()}`);
  await rename(temporary, cluster);
}

interface Passwords {
  readonly superuser: string;
  readonly owner: string;
}

/** Waits until the server answers and makes sure that the studio's role and database exist in it. */
async function waitUntilReady(
  superuserUrl: string,
  password: string,
  isAlive: () => boolean,
  logFile: string,
): Promise<void> {
  for (let waited = 0; waited < START_TIMEOUT_MS; waited += 50) {
    if (!isAlive()) break;
    try {
      return await ensureOwnerRole(superuserUrl, password);
    } catch (error) {
      const starting = ['ECONNREFUSED', 'ECONNRESET', '57P03'].includes(errorCode(error) ?? '');
      if (!starting) throw error;
    }
    await sleep(50);
  }
  throw new Error(`The embedded PostgreSQL did not start; ${logFile} says why.`);
}

async function launch(
  binaries: PostgresBinaries,
  account: PostgresAccount,
  { directory, durable = true, port: wantedPort }: EmbeddedPostgresOptions,
  passwords: Passwords,
): Promise<EmbeddedPostgres> {
  const cluster = path.join(directory, 'postgres');
  const port = wantedPort ?? (await freePort());
  const settings = durable ? SETTINGS : [...SETTINGS, ...VOLATILE_SETTINGS];
  const command = [
    binaries.postgres,
    '-D',
    cluster,
    '-p',
    String(port),
    ...settings.flatMap((s) => ['-c', s]),
  ];
  const logFile = path.join(directory, 'postgres.log');
  const logged = await openLog(logFile);
  const rotation = setInterval(() => void rotateLog(logFile), ROTATE_EVERY_MS).unref();
  const guardian = spawnGuarded(command, account, logged.fd);
  // A server that is gone already closed its end of the pipe.
  guardian.stdin?.on('error', () => {});
  let alive = true;
  const exited = once(guardian, 'exit').then(() => {
    alive = false;
    clearInterval(rotation);
  });
  await logged.close();
  const stop = async () => {
    stopGuarded(guardian);
    const late = setTimeout(() => {
      clearOrphan(cluster).catch((error: unknown) =>
        log.error({ err: error }, 'The database does not stop.'),
      );
    }, STOP_TIMEOUT_MS);
    await exited;
    clearTimeout(late);
  };
  const urlOf = (role: string, password: string) =>
    `postgresql://${role}:${password}@127.0.0.1:${port}/${DATABASE}`;
  const superuserUrl = urlOf(SUPERUSER, passwords.superuser);
  await waitUntilReady(superuserUrl, passwords.owner, () => alive, logFile).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const url = urlOf(OWNER_ROLE, passwords.owner);
  return { url, superuserUrl, port, exited, stop };
}

/**
 * Starts the PostgreSQL of a data folder, creating it the first time. The caller must be the only user of the
 * folder: a server that an earlier, killed studio left running on it is shut down first.
 * @throws Error with a one-sentence message when it cannot run here
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const cluster = path.join(options.directory, 'postgres');
  await mkdir(options.directory, { recursive: true });
  const binaries = await preparePostgresBinaries();
  const hasCluster = existsSync(cluster);
  const password = await readOrCreatePassword(path.join(options.directory, 'postgres.password'), hasCluster);
  if (hasCluster) await clearOrphan(cluster);
  else await createCluster(binaries, cluster, password);
  const account = await choosePostgresAccount(binaries.postgres, cluster);
  const owner = await ownerPassword(path.join(options.directory, 'postgres.owner-password'));
  return launch(binaries, account, options, { superuser: password, owner });
}
