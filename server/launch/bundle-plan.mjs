// What is bundled from TypeScript: the programs that plain Node runs, and the scripts that the browser loads apart.
import { stretchLibrary } from './stretch-library.mjs';

/** Programs for Node, as dist/<name>.js. Entries that a process starts by path stand here as well. */
const PROGRAMS = {
  supervisor: 'server/launch/supervisor/main.ts',
  'orphan-guard': 'server/launch/supervisor/orphan-guard.ts',
  web: 'server/main/host.ts',
  'separation-worker': 'workers/separation-worker.ts',
  'separation-engine': 'workers/separation/engine.ts',
  'inference-thread': 'workers/separation/inference-thread.ts',
  'cpu-worker': 'workers/cpu-worker.ts',
  'render-process': 'workers/render/render-process.ts',
  'style-process': 'workers/style/style-process.ts',
  'set-process': 'workers/automix/jobs/set-process.ts',
};

/** The command line, in pieces: a command loads what it needs and no more. */
const COMMAND_LINE = { cli: 'workers/command-line.ts' };
/** Pieces lie beside the programs, which some of them start by path; their names change with their content. */
export const PIECE = 'cli-';

/** Scripts for the browser that are not part of a page. */
const BROWSER_SCRIPTS = {
  player: 'components/player/audio-thread/worklet.ts',
  decoder: 'components/player/decode-worker/decode-worker.ts',
  capture: 'components/recorder/capture-thread/capture-worklet.ts',
  takes: 'components/recorder/take-worker/take-worker.ts',
};

/**
 * The builds of esbuild, by what they make.
 * @param {string} root of the repository
 */
export function buildOptions(root) {
  /** @satisfies {import('esbuild').BuildOptions} */
  const common = { absWorkingDir: root, bundle: true, format: 'esm', logLevel: 'warning' };
  /** @satisfies {import('esbuild').BuildOptions} */
  const node = {
    ...common,
    outdir: 'dist',
    sourcemap: true,
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
  };
  /** @type {Record<'programs' | 'commandLine' | 'browser', import('esbuild').BuildOptions>} */
  const builds = {
    programs: { ...node, entryPoints: PROGRAMS },
    commandLine: {
      ...node,
      entryPoints: COMMAND_LINE,
      splitting: true,
      chunkNames: `${PIECE}[name]-[hash]`,
    },
    browser: {
      ...common,
      entryPoints: BROWSER_SCRIPTS,
      outdir: 'public/worklets',
      platform: 'browser',
      target: 'es2022',
      minify: true,
      plugins: [stretchLibrary],
    },
  };
  return builds;
}
