// The stages of `npm test`: each runs its programs with their output shown, and counts what passed and failed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PreparationError } from './run-step.mjs';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/** @typedef {{ name: string, run: () => Promise<Counts> }} Stage */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs a program of ours or of a package, and returns whether it succeeded.
 * @param {string} program `node`, or the name of a package's program
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env]
 */
async function succeeds(program, args, env = {}) {
  const command = program === 'node' ? process.execPath : path.join(ROOT, 'node_modules/.bin', program);
  const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } });
  const [code] = await once(child, 'exit');
  return code === 0;
}

/**
 * A stage of checks, each of which passes or fails as a whole.
 * @param {string} name
 * @param {readonly (readonly [string, ...string[]])[]} commands
 * @returns {Stage}
 */
function checks(name, commands) {
  const run = async () => {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const [program, ...args] of commands)
      counts[(await succeeds(program, args)) ? 'passed' : 'failed'] += 1;
    return counts;
  };
  return { name, run };
}

/**
 * Provides a temporary folder, which is gone afterwards.
 * @template T
 * @param {(folder: string) => Promise<T>} use
 */
async function withFolder(use) {
  const folder = await mkdtemp(path.join(tmpdir(), 'isomix-tests-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Reads a test runner's report. A runner that wrote none, or failed without a failed test (a file that does not
 * load), counts as one failed test.
 * @param {string} file
 * @param {boolean} succeeded
 * @param {(report: Record<string, unknown>) => Counts} count
 */
async function countReport(file, succeeded, count) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0 };
  const counts = count(JSON.parse(await readFile(file, 'utf8')));
  return succeeded || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

/** @param {unknown} value */
const number = (value) => (typeof value === 'number' ? value : 0);

/**
 * @param {Record<string, string>} env
 * @returns {Promise<Counts>}
 */
function runUnitTests(env) {
  return withFolder(async (folder) => {
    const file = path.join(folder, 'unit.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const succeeded = await succeeds('vitest', ['run', ...reporters], env);
    return countReport(file, succeeded, (report) => ({
      passed: number(report.numPassedTests),
      failed: number(report.numFailedTests),
      skipped: number(report.numPendingTests) + number(report.numTodoTests),
    }));
  });
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string')
    throw new PreparationError('The machine has no free port.');
  return address.port;
}

/** @returns {Promise<Counts>} */
function runBrowserTests() {
  return withFolder(async (folder) => {
    const file = path.join(folder, 'browser.json');
    const env = {
      ISOMIX_TEST_PORT: String(await freePort()),
      ISOMIX_TEST_DATA: path.join(folder, 'data'),
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    };
    const succeeded = await succeeds('playwright', ['test', '--reporter=list,json'], env);
    return countReport(file, succeeded, ({ stats }) => {
      const { expected, unexpected, flaky, skipped } = /** @type {Record<string, unknown>} */ (stats);
      return {
        passed: number(expected),
        failed: number(unexpected) + number(flaky),
        skipped: number(skipped),
      };
    });
  });
}

/** @type {readonly Stage[]} The build comes before the types: Next writes some of them. */
export const STAGES = [
  checks('lint', [
    ['biome', 'check'],
    ['tsx', 'server/launch/lint-imports.ts'],
  ]),
  checks('build', [['node', 'server/launch/start.mjs', '--build-only']]),
  checks('types', [['tsc']]),
  { name: 'unit', run: () => runUnitTests({}) },
  { name: 'browser', run: runBrowserTests },
];

/** @type {readonly Stage[]} What takes minutes: real songs, whole separations. */
export const LONG_STAGES = [{ name: 'long', run: () => runUnitTests({ ISOMIX_LONG_TESTS: '1' }) }];
