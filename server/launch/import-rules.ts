// Who may import whom between the top-level folders; `npm run lint` fails on anything else.
import path from 'node:path';

/** For each top-level folder, the folders whose code it may import beside its own. */
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
  app: ['contract', 'components', 'server', 'platform', 'document'],
};

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
const PURE = new Set(['contract', 'audio', 'document']);
const IMPURE_PACKAGE = /^(node:|react(\/|$)|react-dom|next(\/|$))/;

/** What only tests, benchmarks and other helpers of tests may import. */
const TEST_HELPER = /(?:^|\/)testing\/|\.test$|^(?:playwright|bench)\//;
const TEST_CODE = /(?:^|\/)testing\/|\.test\.tsx?$|^(?:playwright|bench)\/|^vitest\./;

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

function breachOf(file: string, specifier: string, isTest: boolean): string | null {
  const home = file.startsWith('contract/http/') ? 'contract/http' : (file.split('/')[0] as string);
  const allowed = ALLOWED[home];
  if (!allowed) return null;
  const target = repositoryPath(file, specifier);
  if (target !== null && TEST_HELPER.test(target) && !TEST_CODE.test(file)) {
    return 'product code never imports test helpers';
  }
  if (target !== null && RAW_STORAGE.test(target) && !OPENS_STORAGE.has(file) && !TEST_CODE.test(file)) {
    return 'storage is reached by getStorage, which deletes nothing of another studio';
  }
  if (target === null) {
    const impure = PURE.has(home) && !isTest && IMPURE_PACKAGE.test(specifier);
    return impure ? `${home}/ has no I/O and no framework` : null;
  }
  if (home === 'server' && target.startsWith('server/') && !TEST_CODE.test(file))
    return serverBreach(file, target);
  const permitted = [home, ...allowed].some((folder) => target === folder || target.startsWith(`${folder}/`));
  const ours = target.split('/')[0] as string;
  if (permitted || !(ours in ALLOWED)) return null;
  return `${home}/ may import ${[home, ...allowed].join(', ')} only`;
}

/**
 * Finds the imports in one source file that the house rules forbid.
 * @param file path from the repository root, with forward slashes
 */
export function findImportBreaches(file: string, source: string): ImportBreach[] {
  const isTest = /\.test\.tsx?$/.test(file);
  const breaches: ImportBreach[] = [];
  for (const match of source.matchAll(SPECIFIER)) {
    const specifier = match[2] as string;
    const reason = breachOf(file, specifier, isTest);
    if (reason) breaches.push({ file, specifier, reason });
  }
  return breaches;
}
