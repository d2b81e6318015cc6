// The import rules between the top-level folders and inside some of them; `npm run lint` enforces them.
import path from 'node:path';
import { layerViolation } from './component-layers';

/** For each top-level folder, and for some within them, the folders whose code it may import beside its own. */
const ALLOWED: Record<string, readonly string[]> = {
  contract: [],
  'contract/http': ['contract', 'document'],
  audio: ['contract'],
  document: ['contract'],
  models: ['contract', 'audio'],
  platform: ['contract', 'document'],
  workers: ['contract', 'audio', 'models', 'document', 'platform'],
  server: ['contract', 'document', 'platform'],
  components: ['contract', 'document', 'audio'],
  'components/player': ['contract', 'document', 'audio', 'components'],
  'components/player/audio-thread': ['contract', 'audio', 'components/player'],
  // What pages are made of stays theirs; ui/ and api/ serve the pages that Next makes itself, such as that of an error.
  app: [
    ...['contract', 'components/pages', 'components/ui', 'components/api'],
    ...['server', 'platform', 'document'],
  ],
};

/** The inner folders come first. */
const HOMES = Object.keys(ALLOWED).sort((a, b) => b.length - a.length);

/** In an order, the files that lie beside its folders. */
const FILES = '.';

/**
 * The folders and files inside a folder, from the lowest layer up: each may import those before it, never those after
 * it. At the bottom of server/ are HTTP and sign-in, then the features, live editing and events, and at the top what
 * wires them together. A set is analysed, ordered, planned, rendered and reported on, in audio/ and in workers/ alike.
 */
const ORDERS: Record<string, readonly string[]> = {
  server: [
    ...['errors', 'problem', 'plans', 'plan-checks', 'limits', 'http', 'auth'],
    ...[
      'documents',
      'usage',
      'health',
      'jobs',
      'versions',
      'styles',
      'activity',
      'chat',
      'media',
      'accounts',
    ],
    ...['projects', 'members', 'uploads', 'library', 'mixes', 'tracks', 'sources', 'automix'],
    ...['collaboration', 'live', 'openapi', 'api', 'main', 'launch'],
  ],
  audio: [
    ...[FILES, 'flac', 'space', 'filter', 'analysis', 'loudness', 'stereo', 'dynamics', 'track'],
    ...['automix', 'processors', 'mix', 'playback', 'recording', 'style'],
  ],
  'audio/automix': [FILES, 'analyse', 'order', 'plan', 'render', 'report'],
  workers: [
    ...[
      'runtime',
      'analysis',
      'stems',
      'stretching',
      'render',
      'separation',
      'sources',
      'style',
      'automix',
      'cli',
    ],
    FILES,
  ],
  'workers/automix': ['analyse', 'plan', 'render', 'report', 'flow', 'jobs'],
  'workers/cli': [FILES, 'commands'],
};

/** Folders that stay free of I/O and frameworks, so that their code runs in a worker, a worklet and a test alike. */
const PURE = new Set([
  ...['contract', 'contract/http', 'audio', 'document'],
  ...['components/player', 'components/player/audio-thread'],
]);
const IMPURE_PACKAGE = /^(node:|react(\/|$)|react-dom|next(\/|$))/;

/** What only tests, benchmarks and other helpers of tests may import. */
const TEST_HELPER = /(?:^|\/)testing\/|\.test$|^(?:playwright|bench)\//;
const TEST_CODE = /(?:^|\/)testing\/|\.test\.tsx?$|^(?:playwright|bench)\/|^(?:vitest|playwright)\./;
const IS_TEST = /\.test\.tsx?$/;

/** Whether a file is a test, a benchmark, or a helper of those. */
export const isTestCode = (file: string): boolean => TEST_CODE.test(file);

/**
 * Storage that deletes without a check; others use `getStorage`, which verifies the storage's owner first.
 */
const RAW_STORAGE = /^platform\/storage\/(?:open|disk|s3)$/;
const OPENS_STORAGE = new Set([
  'platform/storage/index.ts',
  'platform/storage/open.ts',
  // Deletes only what it has just written itself.
  'platform/preflight/storage.ts',
  // Runs without a database, and deletes nothing.
  'workers/separation/segment-sink.ts',
]);

const SPECIFIER = /(?:^\s*(?:import|export)\b[^'"]*?|\bimport\s*\(\s*|\bnew URL\(\s*)(['"])([^'"\n]+)\1/gm;

export interface ImportViolation {
  readonly file: string;
  readonly specifier: string;
  readonly reason: string;
}

/** The repository path a specifier points at, or null for a package. */
function repositoryPath(file: string, specifier: string): string | null {
  if (specifier.startsWith('@/')) return specifier.slice(2);
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(file), specifier);
  return null;
}

/** The part of `folder` in which a path lies: the name of its folder, or of its file where the order names files. */
function partOf(folder: string, order: readonly string[], target: string): string {
  const [name = '', ...rest] = target.slice(folder.length + 1).split('/');
  const part = name.replace(/\.tsx?$/, '');
  return rest.length === 0 && !order.includes(part) && order.includes(FILES) ? FILES : part;
}

/** What the order inside one folder has against an import between two files in it. */
function orderViolationIn(
  [folder, order]: readonly [string, readonly string[]],
  file: string,
  target: string,
): string | null {
  if (!file.startsWith(`${folder}/`) || !target.startsWith(`${folder}/`)) return null;
  const [from, to] = [partOf(folder, order, file), partOf(folder, order, target)];
  const [own, others] = [order.indexOf(from), order.indexOf(to)];
  if (own === -1 || others === -1)
    return `${folder}/${own === -1 ? from : to} has no place in the order of ${folder}/`;
  return others > own ? `${folder}/${from} stands below ${folder}/${to}` : null;
}

function orderViolation(file: string, target: string): string | null {
  for (const order of Object.entries(ORDERS)) {
    const reason = orderViolationIn(order, file, target);
    if (reason) return reason;
  }
  return null;
}

/** What only product code is held to: the parts within server/ and components/, helpers of tests, raw storage. */
function productViolation(file: string, target: string): string | null {
  if (TEST_HELPER.test(target)) return 'product code never imports test helpers';
  if (RAW_STORAGE.test(target) && !OPENS_STORAGE.has(file))
    return 'storage is reached by getStorage, which deletes nothing of another studio';
  const isLayer = [file, target].every((each) => each.startsWith('components/'));
  return orderViolation(file, target) ?? (isLayer ? layerViolation(file, target) : null);
}

function violationOf(file: string, specifier: string): string | null {
  const home = HOMES.find((folder) => file.startsWith(`${folder}/`));
  const target = repositoryPath(file, specifier);
  const allowed = home && ALLOWED[home];
  if (!allowed) return target !== null && !isTestCode(file) ? productViolation(file, target) : null;
  if (target === null) {
    const impure = PURE.has(home) && !IS_TEST.test(file) && IMPURE_PACKAGE.test(specifier);
    return impure ? `${home}/ has no I/O and no framework` : null;
  }
  const violation = isTestCode(file) ? null : productViolation(file, target);
  if (violation) return violation;
  const permitted = [home, ...allowed].some((folder) => target === folder || target.startsWith(`${folder}/`));
  const ours = target.split('/')[0] as string;
  if (permitted || !(ours in ALLOWED)) return null;
  return `${home}/ may import ${[home, ...allowed].join(', ')} only`;
}

/** What one source file imports of the repository: paths, mostly without their extension. */
export function importedPaths(file: string, source: string): string[] {
  const paths = [...source.matchAll(SPECIFIER)].map((match) => repositoryPath(file, match[2] as string));
  return paths.filter((target) => target !== null);
}

/**
 * Finds the imports in one source file that the rules forbid.
 * @param file path from the repository root, with forward slashes
 */
export function findImportViolations(file: string, source: string): ImportViolation[] {
  const violations: ImportViolation[] = [];
  for (const match of source.matchAll(SPECIFIER)) {
    const specifier = match[2] as string;
    const reason = violationOf(file, specifier);
    if (reason) violations.push({ file, specifier, reason });
  }
  return violations;
}
