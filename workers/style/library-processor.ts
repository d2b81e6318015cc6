// Performs the grain library job: passes the recording to the style process and stores the library.
import path from 'node:path';
import type { GrainLibraryInput, GrainLibraryResult } from '@/platform/jobs/grain-library';
import { styleLibraryKey, styleMapKey, styleSoundKey, styleSourceKey } from '@/platform/storage/keys';
import { ObjectNotFoundError } from '@/platform/storage/storage';
import { runInProcess } from '../runtime/compute/run-in-process';
import type { JobContext } from '../runtime/job-context';
import { JobFailure } from '../runtime/job-failure';
import { type BuiltLibrary, LIBRARY_FILES, type LibraryTask, libraryTask } from './style-tasks';

async function build(context: JobContext<GrainLibraryInput>): Promise<BuiltLibrary> {
  const { input, signal, storage, workDir, report } = context;
  const run = (source: LibraryTask['source']) =>
    runInProcess(
      libraryTask,
      { source, folder: workDir },
      { signal, onProgress: (progress) => report({ stage: 'analysing', progress }) },
    );
  if (input.starter) return run({ starter: input.starter });
  try {
    return await storage.withLocalFile(styleSourceKey(input.sha256), (recording) => run({ recording }));
  } catch (error) {
    if (!(error instanceof ObjectNotFoundError)) throw error;
    throw new JobFailure('The recording is missing from the storage; upload it again.', false, {
      cause: error,
    });
  }
}

/**
 * Builds the grain library of a style sound into storage. The map is stored last: where it is, all of it is.
 * @throws JobFailure when the recording cannot be used
 */
export async function grainLibraryProcessor(
  context: JobContext<GrainLibraryInput>,
): Promise<GrainLibraryResult> {
  const { input, signal, storage, workDir, report } = context;
  const began = performance.now();
  report({ stage: 'analysing', progress: 0 });
  const { analysisS: _, ...built } = await build(context);
  signal.throwIfAborted();
  report({ stage: 'storing', progress: 1 });
  const { sha256 } = input;
  await storage.putFile(styleLibraryKey(sha256), path.join(workDir, LIBRARY_FILES.library));
  await storage.putFile(styleSoundKey(sha256), path.join(workDir, LIBRARY_FILES.sound));
  await storage.putFile(styleMapKey(sha256), path.join(workDir, LIBRARY_FILES.map));
  return { ...built, wallSeconds: (performance.now() - began) / 1000 };
}
