// One studio per data folder: a lock file that names its owner and detects a dead one.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { errorCode } from '@/platform/database/error-code';
import { processCommand } from '@/platform/database/postgres-orphan';

const ownerSchema = z.object({
  pid: z.number().int(),
  /** The owner's command line: a process that merely has the same id by now does not hold the lock. */
  command: z.string(),
  stopping: z.boolean(),
});
type LockOwner = z.infer<typeof ownerSchema>;

export interface InstanceLock {
  /** Makes a start that comes now wait for this process instead of giving up. */
  announceStop(): void;
  release(): void;
}

const STOP_TIMEOUT_MS = 60_000;

function readOwner(file: string): LockOwner | null {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Creates the file with its content in one step; false when it is there already. */
function tryCreate(file: string, owner: LockOwner): boolean {
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(owner), { mode: 0o600 });
  try {
    linkSync(temporary, file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporary);
  }
}

/**
 * Locks the data folder for this process. Waits for an owner that is stopping; replaces a dead one.
 * @param graceMs the time that an owner leaves for transfers to finish, besides what stopping itself takes
 * @throws Error with a one-sentence message when a living instance holds the lock
 */
export async function lockInstance(dataDir: string, graceMs = 0): Promise<InstanceLock> {
  const file = path.join(dataDir, 'instance.lock');
  const own: LockOwner = { pid: process.pid, command: processCommand(process.pid) ?? '', stopping: false };
  for (let waited = 0; !tryCreate(file, own); waited += 100) {
    const owner = readOwner(file);
    if (owner === null) continue;
    if (processCommand(owner.pid) !== owner.command) {
      rmSync(file, { force: true });
    } else if (!owner.stopping || waited >= STOP_TIMEOUT_MS + graceMs) {
      throw new Error(`Another IsoMix Studio (process ${owner.pid}) is running on ${dataDir}.`);
    } else {
      await sleep(100);
    }
  }
  return {
    announceStop: () => {
      const temporary = `${file}.${process.pid}`;
      writeFileSync(temporary, JSON.stringify({ ...own, stopping: true }), { mode: 0o600 });
      renameSync(temporary, file);
    },
    release: () => rmSync(file, { force: true }),
  };
}
