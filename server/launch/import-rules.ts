// The import rules between the top-level folders; `npm run lint` enforces them and those of folder-orders.ts.
import path from 'node:path';
import { layerViolation } from './component-layers';
import { orderViolation } from './folder-orders';

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
  app: ['contract', 'components/pages', 'components/ui', 'components/api', 'server', 'platform', 'document'],
};

/** The inner folders come first. */
const HOMES = Object.keys(ALLOWED).sort((a, b) => b.length - a.length);

/** Folders that stay free of I/O and frameworks, so that their code runs in a worker, a worklet and a test alike. */
const PURE = new Set([
  'contract',
  'contract/http',
  'audio',
  'document',
  'components/player',
  'components/player/audio-thread',
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
