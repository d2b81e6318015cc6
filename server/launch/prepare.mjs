// Brings a clone into the state in which the studio runs: packages, system tools, database client, bundles, pages.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { AUDIO_TOOLS, BROWSER, ensureTools, REDIS } from './audio-tools.mjs';
import { withBuildLock } from './build-lock.mjs';
import { PreparationError, runStep } from './run-step.mjs';
import { makeIfChanged } from './stamp.mjs';

/** @typedef {'packages' | 'audio-tools' | 'browser' | 'redis' | 'client' | 'bundle' | 'pages'} Step */
/** @typedef {(line: string) => void} Say */

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LOCK = 'package-lock.json';
const BUNDLED = [
  'contract',
  'audio',
  'document',
  'models',
  'platform',
  'server',
  'workers',
  'components/player',
  'components/recorder',
  'tsconfig.json',
  LOCK,
];
const RENDERED = [
  'app',
  'components',
  'contract',
  'document',
  'audio',
  'platform',
  'server',
  'public',
  'next.config.ts',
  'proxy.ts',
  'instrumentation.ts',
  LOCK,
];
const SCHEMA = 'prisma/schema.prisma';

/** @param {string} name */
const program = (name) => path.join(ROOT, 'node_modules/.bin', name);

/**
 * One step that makes something from sources, with its line and its time.
 * @param {Say} say
 * @param {string} line
 * @param {{ stamp: string, sources: readonly string[] }} what
 * @param {() => Promise<void>} make
 */
async function make(say, line, what, make) {
  const started = Date.now();
  const ran = await makeIfChanged({ root: ROOT, ...what }, () => {
    say(`${line}...`);
    return make();
  });
  if (ran) say(`${line}: done in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/** @type {Record<Step, (say: Say) => Promise<void>>} */
const STEPS = {
  packages: (say) =>
    make(
      say,
      'Installing packages',
      { stamp: 'node_modules/.isomix-stamp', sources: ['package.json', LOCK] },
      () =>
        // `npm ci` installs exactly what the lock names and never rewrites it.
        runStep('npm', ['ci', '--no-audit', '--no-fund', '--include=dev'], {
          cwd: ROOT,
          failure: 'The packages could not be installed; is the npm registry reachable?',
        }),
    ),
  'audio-tools': (say) => ensureTools(AUDIO_TOOLS, say),
  browser: (say) => ensureTools([BROWSER], say),
  // Not everybody needs it: the tests that do say that they are skipped.
  redis: (say) =>
    ensureTools([REDIS], say).catch((/** @type {Error} */ error) => {
      if (!(error instanceof PreparationError)) throw error;
      say(error.message);
    }),
  client: (say) =>
    make(
      say,
      'Generating the database client',
      { stamp: 'platform/database/generated/.stamp', sources: [SCHEMA, LOCK] },
      () =>
        runStep(program('prisma'), ['generate'], {
          cwd: ROOT,
          // Generating needs no engine binary; naming any program keeps Prisma from downloading one.
          env: { PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true', PRISMA_HIDE_UPDATE_MESSAGE: '1' },
          failure: 'The database client could not be generated.',
        }),
    ),
  bundle: (say) =>
    make(say, 'Building the programs', { stamp: 'dist/.stamp', sources: [...BUNDLED, SCHEMA] }, () =>
      runStep(process.execPath, ['server/launch/bundles.mjs'], {
        cwd: ROOT,
        failure: 'The programs could not be built.',
      }),
    ),
  pages: (say) =>
    make(say, 'Building the pages', { stamp: '.next/.stamp', sources: [...RENDERED, SCHEMA] }, () =>
      runStep(program('next'), ['build'], {
        cwd: ROOT,
        env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
        failure: 'The pages could not be built.',
      }),
    ),
};

/**
 * Runs the steps in order, each only where it is needed; other starts in the same clone wait.
 * @param {readonly Step[]} steps
 * @param {{ say: Say }} options
 */
export function prepare(steps, { say }) {
  return withBuildLock(path.join(ROOT, 'dist'), say, async () => {
    for (const step of steps) await STEPS[step](say);
  });
}

/**
 * Like prepare; a failure is printed as one line (after the failed program's own output) and ends the
 * process.
 * @param {readonly Step[]} steps
 * @param {{ say: Say }} options
 */
export async function prepareOrExit(steps, options) {
  try {
    await prepare(steps, options);
  } catch (error) {
    const isFromSystem = error instanceof Error && 'code' in error;
    if (!(error instanceof PreparationError) && !isFromSystem) throw error;
    if (error instanceof PreparationError && error.details) console.error(error.details);
    console.error(isFromSystem ? `The studio could not be prepared: ${error.message}.` : error.message);
    process.exit(1);
  }
}
