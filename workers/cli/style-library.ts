// The grain library of a style sound, built for one command as the jobs of the studio build it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runInProcess } from '../runtime/compute/run-in-process';
import { type BuiltLibrary, LIBRARY_FILES, libraryTask } from '../style/style-tasks';

/** A library that was just built. */
export interface LibraryFile {
  /** Path of the library. */
  readonly file: string;
  /** It lies in this folder, where there is room for more and which goes with it. */
  readonly folder: string;
  readonly built: BuiltLibrary;
}

/**
 * Builds the library of a recording for as long as `use` takes.
 * @throws JobFailure with a user message, and what `use` throws
 */
export async function withLibrary<Result>(
  recording: string,
  use: (library: LibraryFile) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'isomix-style-'));
  try {
    const built = await runInProcess(libraryTask, { source: { recording: path.resolve(recording) }, folder });
    return await use({ file: path.join(folder, LIBRARY_FILES.library), folder, built });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
