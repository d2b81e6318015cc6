// Finds folders that import each other in a circle; Biome's noImportCycles does the same for files.
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

/**
 * The circles among folders, each as the sorted names of all folders that reach each other.
 * @param exempt imports that do not count, as "from -> to"
 */
export function findFolderCycles(
  imports: FolderImports,
  exempt: ReadonlySet<string> = new Set(),
): string[][] {
  const counted = new Map(
    [...imports].map(([from, targets]) => [
      from,
      new Set([...targets].filter((to) => !exempt.has(`${from} -> ${to}`))),
    ]),
  );
  const reach = new Map([...counted.keys()].map((folder) => [folder, reachableFrom(folder, counted)]));
  const circles = new Map<string, string[]>();
  for (const [folder, reached] of reach) {
    if (!reached.has(folder)) continue;
    const circle = [...reached].filter((other) => reach.get(other)?.has(folder)).sort();
    circles.set(circle.join(' '), circle);
  }
  return [...circles.values()];
}

/** Exempt imports that close no circle any more, or are no longer there: the list of exemptions only shrinks. */
export function findNeedlessExemptions(imports: FolderImports, exempt: ReadonlySet<string>): string[] {
  return [...exempt].filter((each) => {
    const without = new Set([...exempt].filter((other) => other !== each));
    return findFolderCycles(imports, without).length === 0;
  });
}
