// Invalid log settings: reported by the check of all settings, in every process, without a stack trace.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { repositoryRoot } from '@/platform/repository-root';
import { parseEnv } from './env';
import { logFormatOf, logLevelOf } from './log-settings';

const WRONG = [
  [
    { LOG_LEVEL: 'verbose' },
    /"LOG_LEVEL" must be "trace", "debug", "info", "warn", "error", "fatal" or "silent"\./,
  ],
  [{ LOG_LEVEL: 'INFO' }, /"LOG_LEVEL" must be/],
  [{ LOG_FORMAT: 'xml' }, /"LOG_FORMAT" must be "text" or "json"\./],
] as const;

/** Starts a program of the studio from its source, with these settings. */
async function start(program: string, settings: Readonly<Record<string, string>>): Promise<string> {
  const tsx = path.join(repositoryRoot(), 'node_modules/.bin/tsx');
  const env = { ...process.env, VITEST: '', DATABASE_URL: '', DATA_DIR: '/nonexistent', ...settings };
  const failure: unknown = await promisify(execFile)(tsx, [program], { cwd: repositoryRoot(), env }).then(
    ({ stdout }) => `It ended well: ${stdout}`,
    (error: unknown) => error,
  );
  return failure instanceof Error && 'stderr' in failure ? String(failure.stderr) : String(failure);
}

describe('a setting of the log that is none', () => {
  it.each(WRONG)('%o is refused with the values that there are', (settings, sentence) => {
    expect(() => parseEnv(settings)).toThrow(sentence);
  });

  it('leaves the log as it is by default', () => {
    expect(logLevelOf({ ...process.env, LOG_LEVEL: 'verbose' })).toBe('info');
    expect(logLevelOf({ ...process.env, LOG_LEVEL: ' debug ' })).toBe('debug');
    expect(logFormatOf({ ...process.env, LOG_FORMAT: 'xml' })).toBe('text');
    expect(logFormatOf({ ...process.env, LOG_FORMAT: 'json' })).toBe('json');
    expect(parseEnv({ LOG_LEVEL: ' debug ', LOG_FORMAT: '' })).toMatchObject({ LOG_LEVEL: 'debug' });
  });

  it.each([
    'server/launch/supervisor/main.ts',
    'workers/cpu-worker.ts',
    'workers/separation-worker.ts',
    'server/main/host.ts',
  ])(
    'ends %s with a single message',
    async (program) => {
      const said = await start(program, { LOG_LEVEL: 'verbose', LOG_FORMAT: 'xml' });
      expect(said).toMatch(/"LOG_LEVEL" must be .* or "silent"\./);
      expect(said).toMatch(/"LOG_FORMAT" must be "text" or "json"\./);
      expect(said).not.toMatch(/^\s+at /m);
    },
    120_000,
  );
});
