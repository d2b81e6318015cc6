// Where the repository lies, seen from the source and from the bundles in dist/ alike.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The absolute path of the repository root, found by walking up from this file.
 * @throws Error when the program was moved out of its repository
 */
export function repositoryRoot(): string {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, 'prisma/schema.prisma'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error('The studio must run inside its own folder.');
    folder = parent;
  }
  return folder;
}
