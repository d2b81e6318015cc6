// What a worker requires of its machine before it accepts a job: disk space, and the programs it starts.
import { randomBytes } from 'node:crypto';
import { mkdir, open, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '@/platform/database/error-code';
import { toolProblem } from '@/platform/media/installed';
import type { ToolName } from '@/platform/media/tool';
import { diskMessage, problemOf, type WorkerProblem } from './worker-problem';

/**
 * Looks for one kind of problem.
 * @param isThorough true when the worker starts or is unfit; otherwise the check costs next to nothing
 */
export type FitnessCheck = (isThorough: boolean) => Promise<WorkerProblem | null>;

/** A worker accepts no jobs while less is free: hardly any job needs less. */
export const MIN_FREE_BYTES = 32 * 2 ** 20;
const PROBE_BYTES = 4096;
/** A quota shows only when writing. */
const THOROUGH_PROBE_BYTES = 4 * 2 ** 20;

async function writeProbe(folder: string, bytes: number): Promise<void> {
  const file = path.join(folder, `probe-${process.pid}-${randomBytes(4).toString('hex')}`);
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(Buffer.alloc(bytes, 1));
    await handle.sync();
  } finally {
    await handle.close();
    await rm(file, { force: true });
  }
}

/** Whether the folder of temporary files has room and can be written to. */
export function diskCheck(tempDir: string, minFreeBytes = MIN_FREE_BYTES): FitnessCheck {
  return async (isThorough) => {
    try {
      await mkdir(tempDir, { recursive: true });
      const { bavail, bsize } = await statfs(tempDir);
      const full = diskMessage('ENOSPC');
      if (full && bavail * bsize < minFreeBytes) return { kind: 'disk', message: full };
      await writeProbe(tempDir, isThorough ? THOROUGH_PROBE_BYTES : PROBE_BYTES);
      return null;
    } catch (error) {
      const known = problemOf(error);
      const code = errorCode(error) ?? 'an unknown error';
      return (
        known ?? { kind: 'disk', message: `The temporary files of this worker cannot be written (${code}).` }
      );
    }
  };
}

/** Whether the programs that the worker's jobs start can be run. */
export function programCheck(programs: readonly ToolName[]): FitnessCheck {
  return async (isThorough) => {
    if (!isThorough) return null;
    for (const program of programs) {
      const message = await toolProblem(program);
      if (message) return { kind: 'program', message };
    }
    return null;
  };
}
