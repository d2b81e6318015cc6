// Who may import whom between the top-level folders; `npm run lint` fails on anything else.
import path from 'node:path';
import { floorBreach } from './component-floors';

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

/**
 * The folders and files at the top of server/, from the ground up: each may import those before it. At the bottom are HTTP
 * and sign-in, then the features, live editing and events, and at the top what wires them together.
 */
const SERVER_ORDER = [
  ...['errors', 'problem', 'plans', 'plan-checks', 'limits', 'http', 'auth'],
  ...['documents', 'usage', 'health', 'jobs', 'versions', 'styles', 'activity', 'chat', 'media', 'accounts'],
  ...['projects', 'members', 'uploads', 'library', 'mixes', 'tracks', 'automix'],
  ...['collaboration', 'live', 'openapi', 'api', 'main', 'launch'],
];

/** Folders that stay free of I/O and frameworks, so that their code runs in a worker, a worklet and a test alike. */
const PURE = new Set([
  ...['contract', 'contract/http', 'audio', 'document'],
  ...['components/player', 'components/player/audio-thread'],
]);
const IMPURE_PACKAGE = /^(node:|react(\/|$)|react-dom|next(\/|$))/;

/** What only tests, benchmarks and other helpers of tests may import. */
const TEST_HELPER = /(?:^|\/)testing\/|\.test$|^(?:playwright|bench)\//;
const TEST_CODE = /(?:^|\/)testing\/|\.test\.tsx?$|^(?:playwright|bench)\/|^vitest\./;
const IS_TEST = /\.test\.tsx?$/;

/** Whether a file is a test, a benchmark, or a helper of those. */
export const isTestCode = (file: string): boolean => TEST_CODE.test(file);

/** What deletes whatever it is told to; all others take `getStorage`, which looks whose the storage is first. */
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

export interface ImportBreach {
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

/** What is at the top of server/ that a path lies in. */
const serverPart = (target: string): string => (target.split('/')[1] ?? '').replace(/\.tsx?$/, '');

function serverBreach(file: string, target: string): string | null {
  const [from, to] = [serverPart(file), serverPart(target)];
  const [own, others] = [SERVER_ORDER.indexOf(from), SERVER_ORDER.indexOf(to)];
  if (own === -1 || others === -1)
    return `server/${own === -1 ? from : to} has no place in the order of server/`;
  return others > own ? `server/${from} stands below server/${to}` : null;
}

/** What only product code is held to: the parts within server/ and components/, helpers of tests, raw storage. */
function productBreach(file: string, target: string): string | null {
  if (TEST_HELPER.test(target)) return 'product code never imports test helpers';
  if (RAW_STORAGE.test(target) && !OPENS_STORAGE.has(file))
    return 'storage is reached by getStorage, which deletes nothing of another studio';
  const isWithin = (folder: string) => file.startsWith(folder) && target.startsWith(folder);
  if (isWithin('server/')) return serverBreach(file, target);
  return isWithin('components/') ? floorBreach(file, target) : null;
}

function breachOf(file: string, specifier: string): string | null {
  const home = HOMES.find((folder) => file.startsWith(`${folder}/`));
  const allowed = home && ALLOWED[home];
  if (!allowed) return null;
  const target = repositoryPath(file, specifier);
  if (target === null) {
    const impure = PURE.has(home) && !IS_TEST.test(file) && IMPURE_PACKAGE.test(specifier);
    return impure ? `${home}/ has no I/O and no framework` : null;
  }
  const breach = isTestCode(file) ? null : productBreach(file, target);
  if (breach) return breach;
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
 * Finds the imports in one source file that the house rules forbid.
 * @param file path from the repository root, with forward slashes
 */
export function findImportBreaches(file: string, source: string): ImportBreach[] {
  const breaches: ImportBreach[] = [];
  for (const match of source.matchAll(SPECIFIER)) {
    const specifier = match[2] as string;
    const reason = breachOf(file, specifier);
    if (reason) breaches.push({ file, specifier, reason });
  }
  return breaches;
}
