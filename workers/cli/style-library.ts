// The grain library of a style sound, built for one command as the jobs of the studio build it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runInProcess } from '../runtime/compute/run-in-process';
import { LIBRARY_FILES, libraryTask } from '../style/style-tasks';

/**
 * Builds the library of a recording and passes its file, in a folder that goes with it, to `use`.
 * @throws JobFailure with the sentence for the person, and what `use` throws
 */
export async function withLibrary<Result>(
  recording: string,
  use: (library: string, folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(path.join(tmpdir(), 'isomix-style-'));
  try {
    await runInProcess(libraryTask, { source: { recording: path.resolve(recording) }, folder });
    return await use(path.join(folder, LIBRARY_FILES.library), folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
