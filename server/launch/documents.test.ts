// The documents of the repository: links and paths in them lead somewhere, and the map names every folder.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { repositoryRoot } from '@/platform/repository-root';

const root = repositoryRoot();

function documentsIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = path.posix.join(folder, entry.name);
    if (folder !== '' && entry.isDirectory()) return documentsIn(file);
    return entry.name.endsWith('.md') ? [file] : [];
  });
}

const documents = [...documentsIn(''), ...documentsIn('docs')];
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

const TOP_FOLDERS =
  'app|audio|bench|components|contract|docs|document|models|platform|playwright|prisma|server|workers';
/** A path in back quotes from one of our folders, without placeholders and patterns. */
const QUOTED_PATH = new RegExp(`\`((?:${TOP_FOLDERS})/[\\w./[\\]-]*)\``, 'g');

/** Folders that git does not keep, so that they are not there in a fresh clone. */
const BUILT = new Set(['platform/database/generated/']);

it.each(documents)('every relative link in %s leads to a file', (document) => {
  const targets = [...read(document).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(
    ([, to]) => to ?? '',
  );
  const broken = targets.filter((to) => !existsSync(path.join(root, path.dirname(document), to)));
  expect(broken).toEqual([]);
});

// The changelog names what was there at the time.
it.each(documents.filter((file) => file !== 'CHANGELOG.md'))('every path quoted in %s exists', (document) => {
  const paths = [...read(document).matchAll(QUOTED_PATH)].map(([, quoted]) => quoted ?? '');
  const missing = paths.filter((quoted) => {
    const full = path.join(root, quoted);
    // Import paths are written without their extension.
    return !BUILT.has(quoted) && !['', '.ts', '.tsx'].some((extension) => existsSync(full + extension));
  });
  expect(missing).toEqual([]);
});

it.each(['audio', 'components', 'server', 'platform', 'workers'])(
  'the map names every folder of %s',
  (folder) => {
    const map = read('docs/map.md');
    const folders = readdirSync(path.join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    const unnamed = folders.filter(
      (name) => !map.includes(`\`${name}/\``) && !map.includes(`\`${folder}/${name}\``),
    );
    expect(unnamed).toEqual([]);
  },
);
