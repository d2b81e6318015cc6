// The studio as a whole: what is started in which order, and stopped in the reverse one.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { closeDatabase, openDatabase, setDatabase } from '@/platform/database/client';
import { migrateDatabase } from '@/platform/database/migrate';
import type { Env } from '@/platform/env';
import { runPreflight } from '@/platform/preflight';
import { repositoryRoot } from '@/platform/repository-root';
import { removeRuntime, writeRuntime } from '@/platform/runtime-file';
import { checkStorage } from '@/platform/storage-tie/guard';
import { type GuardedDatabase, guardDatabase } from './guarded-database';
import { HEALTH_ADDRESS, waitUntilHealthy } from './health';
import { type InstanceLock, lockInstance } from './instance-lock';
import { clearLeftovers, ensurePortIsFree } from './leftovers';
import { readOrCreateSecret } from './secret';
import { sharedSecret } from './shared-secret';
import { endGroup, SupervisedProcess } from './supervised-process';

/** The program of each role, in the order in which they are started. */
const PROGRAMS = { web: 'web.js', separation: 'separation-worker.js', cpu: 'cpu-worker.js' } as const;

const READY_TIMEOUT_MS = 60_000;

/** How this machine reaches a server that listens on `host`, ready for a URL. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

/** The embedded database is ours alone: heartbeats in it are those of killed processes, and must not be counted. */
async function deleteStaleHeartbeats(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('DELETE FROM "Heartbeat"');
  } finally {
    await client.end();
  }
}

/** Workers run at lower priority, so that a full queue on few cores does not slow down pages, edits and audio. */
const WORKER_NICENESS = 10;

/** @throws StorageTieError when the storage belongs to another database */
async function checkStorageOf(databaseUrl: string): Promise<void> {
  setDatabase(openDatabase(databaseUrl));
  try {
    await checkStorage();
  } finally {
    await closeDatabase();
  }
}

export class Studio {
  #lock: InstanceLock | undefined;
  #database: GuardedDatabase | undefined;
  #processes: SupervisedProcess[] = [];
  readonly #env: Env;
  readonly #print: (line: string) => void;

  constructor(env: Env, print: (line: string) => void) {
    this.#env = env;
    this.#print = print;
  }

  /**
   * Starts everything and waits until all of it is healthy.
   * @throws Error with a one-sentence message when something prevents it, the signal's reason when it is
   * aborted
   */
  async start(signal: AbortSignal): Promise<void> {
    const env = this.#env;
    mkdirSync(env.DATA_DIR, { recursive: true, mode: 0o700 });
    this.#lock = await lockInstance(env.DATA_DIR, env.SHUTDOWN_GRACE_S * 1000);
    await clearLeftovers(env.DATA_DIR);
    if (env.ROLES.includes('web')) await ensurePortIsFree(env.HOST, env.PORT);
    signal.throwIfAborted();
    const databaseUrl = env.DATABASE_URL ?? (await this.#startDatabase());
    signal.throwIfAborted();
    await runPreflight(env, { databaseUrl, print: this.#print, signal });
    const directUrl = env.DIRECT_DATABASE_URL ?? databaseUrl;
    await migrateDatabase(directUrl);
    if (this.#database) await deleteStaleHeartbeats(databaseUrl);
    await checkStorageOf(databaseUrl);
    signal.throwIfAborted();
    this.#startProcesses(databaseUrl, await this.#secret(directUrl));
    await this.#waitUntilReady(signal);
  }

  async #startDatabase(): Promise<string> {
    this.#database = await guardDatabase(this.#env.DATA_DIR, this.#print);
    return this.#database.url;
  }

  /** Machines that share a database must share the secret; one with a database of its own keeps it beside it. */
  #secret(databaseUrl: string): Promise<string> | string {
    const { NEXTAUTH_SECRET, DATA_DIR } = this.#env;
    if (NEXTAUTH_SECRET) return NEXTAUTH_SECRET;
    return this.#database ? readOrCreateSecret(DATA_DIR) : sharedSecret(databaseUrl, DATA_DIR);
  }

  #startProcesses(databaseUrl: string, secret: string): void {
    const env = this.#env;
    const dist = path.join(repositoryRoot(), 'dist');
    const shared = {
      // `npm run dev` sets the first; Next then compiles pages as they are asked for.
      NODE_ENV: process.env.ISOMIX_DEV === '1' ? 'development' : 'production',
      DATA_DIR: env.DATA_DIR,
      DATABASE_URL: databaseUrl,
      NEXTAUTH_SECRET: secret,
      NEXTAUTH_URL: env.publicUrl,
    };
    const roles = (['web', 'separation', 'cpu'] as const).filter((role) => env.ROLES.includes(role));
    this.#processes = roles.map((name) => {
      const program = path.join(dist, PROGRAMS[name]);
      // Only the web server has transfers to finish; workers requeue their jobs at once.
      const graceMs = name === 'web' ? env.SHUTDOWN_GRACE_S * 1000 : 0;
      const niceness = name === 'web' ? 0 : WORKER_NICENESS;
      const plan = { name, program, env: { ...shared, ISOMIX_ROLE: name }, graceMs, niceness };
      return new SupervisedProcess(plan, this.#print);
    });
    const record = () => {
      const running = this.#processes.flatMap(({ name, pid }) => (pid === undefined ? [] : [[name, pid]]));
      const processes = Object.fromEntries([['supervisor', process.pid], ...running]);
      writeRuntime(env.DATA_DIR, { url: env.publicUrl, databaseUrl, processes });
    };
    for (const each of this.#processes) each.start(record);
  }

  async #waitUntilReady(signal: AbortSignal): Promise<void> {
    const env = this.#env;
    if (!env.ROLES.includes('web')) {
      this.#print(`IsoMix Studio is running: ${env.ROLES.join(', ')}`);
      return;
    }
    const origin = `http://${reachableHost(env.HOST)}:${env.PORT}`;
    await waitUntilHealthy(origin, signal, READY_TIMEOUT_MS, () =>
      this.#print(`Not everything is healthy yet; ${origin}${HEALTH_ADDRESS} says what is missing.`),
    );
    this.#print(`IsoMix Studio is ready: ${env.publicUrl}`);
  }

  /** Stops the workers, then the web server, then the database, as far as they were started. */
  async stop(): Promise<void> {
    this.#lock?.announceStop();
    const isWeb = (each: SupervisedProcess) => each.name === 'web';
    await Promise.all(this.#processes.filter((each) => !isWeb(each)).map((each) => each.stop()));
    await Promise.all(this.#processes.filter(isWeb).map((each) => each.stop()));
    await this.#database?.stop();
    if (this.#lock) removeRuntime(this.#env.DATA_DIR);
    this.#lock?.release();
  }

  /** Ends the processes at once; the database, which sees its pipe close, still shuts down cleanly. */
  kill(): void {
    for (const { pid } of this.#processes) endGroup(pid);
  }
}
