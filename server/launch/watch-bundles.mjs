// Rebuilds the bundles as their sources are edited, and restarts the processes whose program changed.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { context } from 'esbuild';
import { buildOptions } from './bundle-plan.mjs';

/**
 * The process that runs a program, or keeps it loaded. Programs that are not here are started for each task and need no
 * restart; browsers load scripts with their page.
 * @type {Readonly<Record<string, string>>}
 */
const PROCESS_OF = {
  'web.js': 'web',
  'cpu-worker.js': 'cpu',
  'separation-worker.js': 'separation',
  'separation-engine.js': 'separation',
  'inference-thread.js': 'separation',
};

/** @param {unknown} error */
const isGone = (error) => error instanceof Error && 'code' in error && error.code === 'ESRCH';

/**
 * Ends processes of the studio that this process supervises in order; they are started again.
 * @param {string} root
 * @param {ReadonlySet<string>} names as runtime.json has them
 */
function restart(root, names) {
  const file = path.resolve(root, process.env.DATA_DIR ?? '.data', 'runtime.json');
  if (!existsSync(file)) return;
  const { processes } = JSON.parse(readFileSync(file, 'utf8'));
  // A studio that was killed leaves its file; its numbers may be those of other programs by now.
  if (processes.supervisor !== process.pid) return;
  for (const name of names) {
    try {
      if (processes[name] !== undefined) process.kill(processes[name], 'SIGTERM');
    } catch (error) {
      // It ended by itself, and starts again with what was written before.
      if (!isGone(error)) throw error;
    }
  }
}

/**
 * Writes the outputs that differ from what lies there.
 * @param {readonly import('esbuild').OutputFile[]} outputs
 * @returns {string[]} the names of those that differed
 */
export function writeChanged(outputs) {
  const changed = outputs.filter(
    ({ path: file, contents }) => !existsSync(file) || !readFileSync(file).equals(contents),
  );
  for (const { path: file, contents } of changed) writeFileSync(file, contents);
  return changed.map(({ path: file }) => path.basename(file));
}

/**
 * Writes what esbuild made and restarts what runs it.
 * @param {string} root
 * @returns {import('esbuild').Plugin}
 */
const applyBuilds = (root) => ({
  name: 'apply-builds',
  setup(build) {
    build.onEnd(({ errors, outputFiles }) => {
      if (errors.length > 0) return;
      const changed = writeChanged(outputFiles ?? []).filter((name) => name.endsWith('.js'));
      if (changed.length > 0) console.log(`Built ${changed.join(', ')}`);
      restart(root, new Set(changed.flatMap((name) => PROCESS_OF[name] ?? [])));
    });
  },
});

/**
 * Watches until the process ends. A source that does not compile is reported by esbuild, and changes nothing.
 * @param {string} root of the repository
 */
export async function watchBundles(root) {
  const { programs, browser } = buildOptions(root);
  for (const options of [programs, browser]) {
    const plugins = [...(options.plugins ?? []), applyBuilds(root)];
    const watched = await context({ ...options, write: false, plugins });
    await watched.watch();
  }
}
