// The embedded database: keeps what was committed, survives a killed owner, and leaves no process behind.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from './embedded';
import { processCommand } from './postgres-orphan';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'isomix-embedded-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const pidFile = () => path.join(directory, 'postgres/postmaster.pid');
const serverPid = () => Number(readFileSync(pidFile(), 'utf8').split('\n')[0]);

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL', () => {
  it('keeps its rows over a restart, and asks for its password', async () => {
    const first = await startEmbeddedPostgres({ directory });
    await ask(first.url, 'CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)');
    await expect(ask(first.url.replace(/:[^:@]*@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(/password/);
    await first.stop();
    expect(statSync(path.join(directory, 'postgres.password')).mode & 0o077).toBe(0);

    const second = await startEmbeddedPostgres({ directory });
    expect(await ask(second.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
    await second.stop();
  });

  it('works as a role without power over the server, also on a data folder from before', async () => {
    const powers =
      'SELECT rolsuper OR rolcreaterole OR rolcreatedb AS any FROM pg_roles WHERE rolname = current_user';
    const first = await startEmbeddedPostgres({ directory });
    expect(await ask(first.url, powers)).toEqual([{ any: false }]);
    await expect(ask(first.url, "COPY kept FROM PROGRAM 'true'")).rejects.toThrow(
      /permission|superuser|privileges/,
    );
    await expect(ask(first.url, "SELECT pg_read_file('/etc/passwd')")).rejects.toThrow(/permission denied/);
    // As an earlier studio left it: everything belongs to the superuser, and there is no other role.
    await ask(
      first.superuserUrl,
      `ALTER DATABASE isomix OWNER TO isomix; REASSIGN OWNED BY studio TO isomix; DROP OWNED BY studio;
       DROP ROLE studio; CREATE SCHEMA queue; CREATE TYPE queue.mood AS ENUM ('good');
       CREATE TABLE queue.jobs (id serial, at int GENERATED ALWAYS AS IDENTITY, mood queue.mood);
       CREATE FUNCTION queue.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE SEQUENCE queue.alone;
       CREATE VIEW queue.seen AS SELECT * FROM queue.jobs`,
    );
    await first.stop();
    rmSync(path.join(directory, 'postgres.owner-password'));
    const next = await startEmbeddedPostgres({ directory });
    expect(await ask(next.url, powers)).toEqual([{ any: false }]);
    expect(await ask(next.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
    await ask(
      next.url,
      `ALTER TABLE queue.jobs ADD COLUMN more int; ALTER TABLE kept ADD COLUMN more int;
       ALTER TYPE queue.mood ADD VALUE 'better'; CREATE OR REPLACE FUNCTION queue.f() RETURNS int LANGUAGE sql AS 'SELECT 2';
       INSERT INTO queue.jobs (mood) VALUES ('good'); SELECT nextval('queue.alone'); DROP VIEW queue.seen;
       CREATE SCHEMA another; CREATE TABLE public.mine (n int)`,
    );
    await next.stop();
  });

  it('takes over from a server that outlived its studio', async () => {
    const orphan = await startEmbeddedPostgres({ directory });
    const pid = serverPid();
    const next = await startEmbeddedPostgres({ directory });
    await orphan.exited;
    expect(processCommand(pid)).toBeNull();
    expect(await ask(next.url, 'SELECT n FROM kept')).toEqual([{ n: 7 }]);
    await next.stop();
  });

  it('leaves an unrelated process alone that was given the process id of a stale file', async () => {
    const stranger = spawn('sleep', ['60']);
    writeFileSync(pidFile(), `${stranger.pid}\n${directory}/postgres\n`);
    const server = await startEmbeddedPostgres({ directory });
    await server.stop();
    expect(stranger.exitCode).toBeNull();
    stranger.kill();
  });

  it('shuts down when its owner is killed', async () => {
    const program =
      "import { startEmbeddedPostgres } from './platform/database/embedded.ts';" +
      'await startEmbeddedPostgres({ directory: process.argv[1] }); process.kill(process.pid, "SIGKILL");';
    const owner = spawn(process.execPath, [
      '--import',
      'tsx',
      '--input-type=module',
      '-e',
      program,
      directory,
    ]);
    const [, signal] = await once(owner, 'exit');
    expect(signal).toBe('SIGKILL');
    const pid = serverPid();
    await expect.poll(() => processCommand(pid), { timeout: 10_000 }).toBeNull();
  });
});
