// Remembers what a build output was made from, by content, so that a step runs only when its sources changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Never part of a build: tests, and what the build itself writes between the sources. */
const IGNORED = /(\.test\.tsx?|\.bench\.ts|\.long\.ts)$|(^|\/)(generated|worklets|node_modules)(\/|$)/;

/**
 * Lists the files below the given files and folders, sorted, as paths from the root; missing ones are left out.
 * @param {string} root
 * @param {readonly string[]} sources
 * @returns {string[]}
 */
function listSources(root, sources) {
  const files = sources.flatMap((source) => {
    const full = path.join(root, source);
    if (!existsSync(full)) return [];
    if (!statSync(full).isDirectory()) return [source];
    const entries = readdirSync(full, { recursive: true, withFileTypes: true });
    const inside = entries.filter((entry) => entry.isFile());
    return inside.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
  });
  return files.filter((file) => !IGNORED.test(file)).sort();
}

/**
 * Hashes names and contents of everything below `sources`.
 * @param {string} root
 * @param {readonly string[]} sources files and folders, from the root
 * @returns {string} SHA-256 in hex; equal exactly when no file was added, removed, renamed or edited
 */
export function hashSources(root, sources) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0] ?? '');
  for (const file of listSources(root, sources)) {
    const content = readFileSync(path.join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * Runs `make` when what it makes is missing or was made from other sources, and stamps the outcome.
 * The stamp lies inside the output, so that deleting the output makes it again.
 * @param {{ root: string, stamp: string, sources: readonly string[] }} what
 * @param {() => Promise<void>} make
 * @returns {Promise<boolean>} whether it ran
 */
export async function makeIfChanged({ root, stamp, sources }, make) {
  const file = path.join(root, stamp);
  // Taken first: what is edited while the step runs makes it run again.
  const hash = hashSources(root, sources);
  if (existsSync(file) && readFileSync(file, 'utf8') === hash) return false;
  rmSync(file, { force: true });
  await make();
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, hash);
  return true;
}
