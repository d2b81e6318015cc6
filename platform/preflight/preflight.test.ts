// The checks before a start, against real servers: problems are reported in one message, late dependencies
// waited for.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { parseEnv } from '@/platform/env';
import { freePort } from '@/platform/free-port';
import { startTestS3 } from '@/platform/storage/testing/s3-server';
import { runWithRetries } from './check';
import { databaseCheck } from './database';
import { diagnose, runPreflight } from './index';
import { redisCheck } from './redis';
import { distance } from './setting-names';
import { misspelt } from './settings';
import { storageCheck } from './storage';
import { USUAL_ENVIRONMENT } from './testing/usual-environment';

let database: TestDatabase;
const root = mkdtempSync(path.join(os.tmpdir(), 'isomix-preflight-'));
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(async () => {
  await database.close();
  rmSync(root, { recursive: true, force: true });
});

const isInstalled = (program: string): boolean => {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const base = { DATA_DIR: path.join(root, 'data') };
const sentencesOf = (results: readonly { message: string }[]) => results.map(({ message }) => message);

describe('settings', () => {
  it('names what a misspelt one resembles, and ignores unrelated variables in the environment', () => {
    const found = misspelt(
      ['S3_BUKET', 'PATH', 'EDITOR', 'DATABSE_URL', 'GITHUB_SHA', 'S3_COLOUR'],
      ['CPU_CONCURENCY', 'MOOD'],
    );
    expect(sentencesOf(found)).toEqual([
      'The setting CPU_CONCURENCY in .env is none of ours; is CPU_CONCURRENCY meant?',
      'The setting DATABSE_URL is none of ours; is DATABASE_URL meant?',
      'The setting MOOD in .env is not known and has no effect.',
      'The setting S3_BUKET is none of ours; is S3_BUCKET meant?',
      'The setting S3_COLOUR is not known and has no effect.',
    ]);
    expect(misspelt(['S3_BUCKET', 'LOG_LEVEL', 'DIRECT_DATABASE_URL'], ['CHROMIUM_PATH'])).toEqual([]);
  });

  it.each([
    ['ROLE', 'ROLES'],
    ['PORTS', 'PORT'],
    ['S3_BUCKETS', 'S3_BUCKET'],
    ['POOL_SIZE', 'DATABASE_POOL_SIZE'],
    ['MIN_AGE_DAYS', 'STORAGE_MIN_AGE_DAYS'],
    ['S3_TIMEOUT', 'S3_TIMEOUT_S'],
    ['DIRECT_URL', 'DIRECT_DATABASE_URL'],
    ['S3_SECRET_KEY', 'S3_SECRET_ACCESS_KEY'],
    ['GITHUB_CLIENT_ID', 'GITHUB_ID'],
    ['GOOGLE_OAUTH_CLIENT_SECRET', 'GOOGLE_SECRET'],
    ['OPENAI_API_KEY', 'AUTOMIX_OPENAI_API_KEY'],
    ['OPENAI_MODEL', 'AUTOMIX_OPENAI_MODEL'],
    ['ISOMIX_PORT', 'PORT'],
    ['port', 'PORT'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['PUBLIC_URI', 'PUBLIC_URL'],
  ])('takes %s for %s, wherever it is set', (name, meant) => {
    expect(sentencesOf(misspelt([name], []))).toEqual([
      `The setting ${name} is none of ours; is ${meant} meant?`,
    ]);
    expect(sentencesOf(misspelt([], [name]))).toEqual([
      `The setting ${name} in .env is none of ours; is ${meant} meant?`,
    ]);
  });

  it.each(['STORAGE_RETENTION_DAYS', 'S3_COLOUR', 'AUTOMIX_MOOD', 'SEPARATION_QUALITY', 'ISOMIX_THEME'])(
    'says that %s has no effect, because only the studio has such names',
    (name) => {
      expect(sentencesOf(misspelt([name], []))).toEqual([
        `The setting ${name} is not known and has no effect.`,
      ]);
    },
  );

  it('is silent about what is usually set on machines, in containers, and by services of CI', () => {
    expect(USUAL_ENVIRONMENT.length).toBeGreaterThan(500);
    expect(misspelt(USUAL_ENVIRONMENT, [])).toEqual([]);
    expect(sentencesOf(misspelt(['S3_PORT'], []))).toEqual([
      'The setting S3_PORT is not known and has no effect.',
    ]);
  });

  it('counts by how many letters two names of settings differ', () => {
    expect(distance('S3_BUKET', 'S3_BUCKET')).toBe(1);
    expect(distance('REDIS_ULR', 'REDIS_URL')).toBe(1);
    expect(distance('', 'abc')).toBe(3);
  });

  it('refuses a secret that could be guessed', () => {
    expect(() => parseEnv({ ...base, NEXTAUTH_SECRET: 'short' })).toThrow('at least 32 characters');
    expect(parseEnv({ ...base, NEXTAUTH_SECRET: 'x'.repeat(32) }).NEXTAUTH_SECRET).toHaveLength(32);
  });
});

describe('database', () => {
  const check = (url: string, direct?: string) => {
    const settings = { DATABASE_URL: url, ...(direct ? { DIRECT_DATABASE_URL: direct } : {}) };
    return databaseCheck(parseEnv({ ...base, ...settings }), url).run();
  };

  it('passes PostgreSQL, and says what refuses', async () => {
    expect(await check(database.url)).toEqual([expect.objectContaining({ state: 'ok' })]);
    const wrong = new URL(database.url);
    wrong.password = 'wrong';
    expect(await check(wrong.href)).toEqual([
      expect.objectContaining({
        state: 'error',
        mayPass: false,
        message: expect.stringContaining('refuses the studio'),
      }),
    ]);
    const silent = await check(`postgresql://a:b@127.0.0.1:${await freePort()}/c`);
    expect(silent).toEqual([expect.objectContaining({ state: 'error', mayPass: true })]);
  });

  it.each(['nonsense', 'mysql://a:b@127.0.0.1/c', '127.0.0.1:5432/c', 'postgresql://a:b@127.0.0.1:port/c'])(
    'is not waited for where %s cannot be its address',
    async (url) => {
      const fault = { state: 'error', mayPass: false, message: expect.stringContaining('postgresql://') };
      expect(await check(url)).toMatchObject([fault]);
      const direct = await check(database.url, url);
      expect(direct).toMatchObject([
        { ...fault, message: expect.stringMatching(/^DIRECT_DATABASE_URL is no/) },
      ]);
    },
  );

  it('is refused where the direct address leads to another one, on the same server or not at all', async () => {
    expect(await check(database.url, database.url)).toEqual([expect.objectContaining({ state: 'ok' })]);
    const another = new URL(database.url);
    another.pathname = '/postgres';
    expect(await check(database.url, another.href)).toEqual([
      expect.objectContaining({
        state: 'error',
        mayPass: false,
        message: expect.stringMatching(/^DIRECT_DATABASE_URL leads to another database than DATABASE_URL;/),
      }),
    ]);
    another.pathname = '/nowhere';
    expect(sentencesOf(await check(database.url, another.href))).toEqual([
      expect.stringMatching(/^The database at DIRECT_DATABASE_URL refuses the studio/),
    ]);
  });

  it('is not looked for where a direct address stands alone, or where none is known', async () => {
    const alone = parseEnv({ ...base, DIRECT_DATABASE_URL: database.url });
    for (const url of [database.url, null]) {
      expect(sentencesOf(await databaseCheck(alone, url).run())).toEqual([
        expect.stringMatching(
          /^DIRECT_DATABASE_URL is set and DATABASE_URL is not, .* set both or neither\.$/,
        ),
      ]);
    }
    const wrong = parseEnv({ ...base, DIRECT_DATABASE_URL: 'nonsense' });
    expect(sentencesOf(await databaseCheck(wrong, null).run())).toEqual([
      expect.stringMatching(/^DIRECT_DATABASE_URL is no address of PostgreSQL/),
    ]);
    expect(await databaseCheck(parseEnv(base), null).run()).toEqual([]);
  });

  it('is waited for, with a line that says how long', async () => {
    const lines: string[] = [];
    let looks = 0;
    const late = {
      name: 'late',
      run: async () => [
        ++looks < 2
          ? { name: 'late', state: 'error' as const, message: 'It does not answer.', mayPass: true }
          : { name: 'late', state: 'ok' as const, message: 'It answers.' },
      ],
    };
    expect(await runWithRetries(late, 30_000, (line) => lines.push(line))).toMatchObject([{ state: 'ok' }]);
    expect(lines).toEqual(['It does not answer. Waiting up to 30 s for it...']);
  });

  const noBouncer =
    isInstalled('pgbouncer') || isInstalled('/usr/sbin/pgbouncer') ? null : 'pgbouncer is not installed';
  it.skipIf(noBouncer !== null)(
    `finds out a pooler in transaction mode (${noBouncer ?? 'installed'})`,
    async () => {
      const { hostname, port, username, password, pathname } = new URL(database.url);
      const listen = await freePort();
      const users = path.join(root, 'users.txt');
      writeFileSync(users, `"${username}" "${password}"\n`);
      const settings = path.join(root, 'pgbouncer.ini');
      const lines = [
        '[databases]',
        `* = host=${hostname} port=${port}`,
        '[pgbouncer]',
        `listen_port = ${listen}`,
        'listen_addr = 127.0.0.1',
        'unix_socket_dir =',
        'auth_type = plain',
        `auth_file = ${users}`,
        'pool_mode = transaction',
        'ignore_startup_parameters = extra_float_digits',
        `user = nobody`,
      ];
      writeFileSync(settings, `${lines.join('\n')}\n`);
      for (const file of [root, users, settings]) chmodSync(file, 0o755);
      children.push(
        spawn('pgbouncer', [settings], {
          stdio: 'ignore',
          env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
        }),
      );
      const pooled = `postgresql://${username}:${password}@127.0.0.1:${listen}${pathname}`;
      let results = await check(pooled);
      for (let tries = 0; tries < 30 && results[0]?.mayPass; tries++) {
        await delay(200);
        results = await check(pooled);
      }
      expect(sentencesOf(results)).toEqual([expect.stringContaining('set DIRECT_DATABASE_URL')]);
      expect(await check(pooled, database.url)).toEqual([expect.objectContaining({ state: 'ok' })]);
      expect(sentencesOf(await check(pooled, pooled))).toEqual([
        expect.stringMatching(/^DIRECT_DATABASE_URL leads to/),
      ]);
    },
  );
});

describe('redis', () => {
  const check = (url?: string) => redisCheck(parseEnv({ ...base, ...(url ? { REDIS_URL: url } : {}) })).run();

  it('is looked at where it is used, and its address must be one', async () => {
    expect(await check()).toEqual([]);
    expect(sentencesOf(await check('localhost:6379'))).toEqual([expect.stringContaining('redis://')]);
    const away = await check(`redis://127.0.0.1:${await freePort()}`);
    expect(away).toEqual([expect.objectContaining({ state: 'error', mayPass: true })]);
  });

  const noRedis = isInstalled('redis-server') ? null : 'redis-server is not installed';
  it.skipIf(noRedis !== null)(
    `warns of one that may throw jobs away (${noRedis ?? 'installed'})`,
    async () => {
      const port = await freePort();
      const policy = ['--maxmemory-policy', 'allkeys-lru', '--save', '', '--appendonly', 'no'];
      children.push(
        spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', ...policy], {
          stdio: 'ignore',
        }),
      );
      let results = await check(`redis://127.0.0.1:${port}`);
      for (let tries = 0; tries < 50 && results[0]?.mayPass; tries++) {
        await delay(100);
        results = await check(`redis://127.0.0.1:${port}`);
      }
      expect(results).toEqual([
        expect.objectContaining({ state: 'warning', message: expect.stringContaining('noeviction') }),
      ]);
    },
  );
});

describe('storage', () => {
  it('passes a folder and a bucket, and says what is wrong with others', async () => {
    expect(await storageCheck(parseEnv(base)).run()).toEqual([expect.objectContaining({ state: 'ok' })]);
    const server = await startTestS3(path.join(root, 'bucket'), 'songs');
    const s3 = (bucket: string, key = 'S3RVER') =>
      parseEnv({
        ...base,
        S3_BUCKET: bucket,
        S3_ENDPOINT: `http://127.0.0.1:${server.port}`,
        S3_ACCESS_KEY_ID: key,
        S3_SECRET_ACCESS_KEY: 'S3RVER',
      });
    expect(await storageCheck(s3('songs')).run()).toEqual([expect.objectContaining({ state: 'ok' })]);
    expect(sentencesOf(await storageCheck(s3('sogns')).run())).toEqual([
      expect.stringContaining('does not exist'),
    ]);
    expect(sentencesOf(await storageCheck(s3('songs', 'NOBODY')).run())).toEqual([
      expect.stringContaining('S3_ACCESS_KEY_ID'),
    ]);
    await server.close();
    expect(await storageCheck(s3('songs')).run()).toEqual([
      expect.objectContaining({
        state: 'error',
        mayPass: true,
        message: expect.stringContaining('ECONNREFUSED'),
      }),
    ]);
    const forgotten = parseEnv({ ...base, S3_ENDPOINT: 'http://127.0.0.1:1' });
    expect(sentencesOf(await storageCheck(forgotten).run())).toEqual([
      expect.stringContaining('S3_BUCKET is not set'),
    ]);
  });
});

describe('all together', () => {
  it('refuse a start with one message for each problem', async () => {
    const env = parseEnv({ ...base, REDIS_URL: 'nonsense', S3_ENDPOINT: 'nonsense', S3_BUCKET: 'songs' });
    const lines: string[] = [];
    const run = runPreflight(env, {
      databaseUrl: database.url,
      print: (line) => lines.push(line),
      timeoutMs: 0,
    });
    await expect(run).rejects.toThrow(/^REDIS_URL is no address[^\n]*\nS3_ENDPOINT is no address[^\n]*$/);
    const results = await diagnose(env, database.url);
    expect(results.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['programs', 'database', 'redis', 'storage']),
    );
  });
});
