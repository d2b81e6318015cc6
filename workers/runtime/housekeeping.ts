// Removes the work folders and files of workers of this machine that crashed.
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '@/platform/database/error-code';

/** What a worker makes there: work folders, downloaded objects, and what it writes to see that the disk has room. */
const OWNED = /^(?:job|object|probe)-(\d+)-/;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, under another user.
    return errorCode(error) === 'EPERM';
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Call it before the first job: whatever carries this process's own id was left by an earlier one. */
export async function clearLeftovers(tempDir: string): Promise<void> {
  for (const name of await namesIn(tempDir)) {
    const pid = Number(OWNED.exec(name)?.[1]);
    if (pid > 0 && (pid === process.pid || !isRunning(pid))) {
      await rm(path.join(tempDir, name), { recursive: true, force: true });
    }
  }
}
