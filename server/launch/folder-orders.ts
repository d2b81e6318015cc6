// The import rules between the folders inside server/, audio/ and workers/.

/** In an order, the files that lie beside its folders. */
const FILES = '.';

/**
 * The folders and files inside a folder, from the lowest layer up: each may import those before it, never those after
 * it. At the bottom of server/ are HTTP and sign-in, then the features, live editing and events, and at the top what
 * wires them together. A set is analysed, ordered, planned, rendered and reported on, in audio/ and in workers/ alike.
 */
const ORDERS: Record<string, readonly string[]> = {
  server: [
    'errors',
    'problem',
    'plans',
    'plan-checks',
    'limits',
    'http',
    'auth',
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
    'projects',
    'members',
    'uploads',
    'library',
    'mixes',
    'tracks',
    'sources',
    'automix',
    'collaboration',
    'rehearsal',
    'live',
    'openapi',
    'api',
    'main',
    'launch',
  ],
  audio: [
    FILES,
    'flac',
    'space',
    'filter',
    'analysis',
    'loudness',
    'stereo',
    'dynamics',
    'track',
    'tempo',
    'automix',
    'processors',
    'mix',
    'playback',
    'recording',
    'style',
  ],
  'audio/automix': [FILES, 'analyse', 'order', 'plan', 'render', 'report'],
  workers: [
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
    FILES,
  ],
  'workers/automix': ['analyse', 'plan', 'render', 'report', 'flow', 'jobs'],
  'workers/cli': [FILES, 'commands'],
};

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

/** What the orders have against an import between two files, or null. */
export function orderViolation(file: string, target: string): string | null {
  for (const order of Object.entries(ORDERS)) {
    const reason = orderViolationIn(order, file, target);
    if (reason) return reason;
  }
  return null;
}
