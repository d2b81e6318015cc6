// Finds folders that import each other in a cycle; Biome's noImportCycles does the same for files.
import path from 'node:path';

/** From one folder to another, as "from -> to". */
export type FolderImports = ReadonlyMap<string, ReadonlySet<string>>;

/** Whether one folder lies within the other: the files of the outer one may stand above and below its parts. */
const isWithin = (a: string, b: string): boolean => a.startsWith(`${b}/`) || b.startsWith(`${a}/`);

/** The imports between folders side by side, of imports between files (paths from the repository root). */
export function importsOfFolders(imports: Iterable<readonly [file: string, target: string]>): FolderImports {
  const folders = new Map<string, Set<string>>();
  for (const [file, target] of imports) {
    const [from, to] = [path.posix.dirname(file), path.posix.dirname(target)];
    if (from === to || isWithin(from, to)) continue;
    const targets = folders.get(from) ?? new Set<string>();
    folders.set(from, targets.add(to));
  }
  return folders;
}

/** The folders that a folder reaches, over any number of imports. */
function reachableFrom(start: string, imports: FolderImports): Set<string> {
  const reached = new Set<string>();
  const open = [start];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const next of imports.get(folder) ?? []) {
      if (!reached.has(next)) open.push(next);
      reached.add(next);
    }
  }
  return reached;
}

/** The cycles among folders, each as the sorted names of all folders that reach each other. */
export function findFolderCycles(imports: FolderImports): string[][] {
  const reach = new Map([...imports.keys()].map((folder) => [folder, reachableFrom(folder, imports)]));
  const cycles = new Map<string, string[]>();
  for (const [folder, reached] of reach) {
    if (!reached.has(folder)) continue;
    const cycle = [...reached].filter((other) => reach.get(other)?.has(folder)).sort();
    cycles.set(cycle.join(' '), cycle);
  }
  return [...cycles.values()];
}
