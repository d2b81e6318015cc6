// Clears what a killed studio left behind: a PostgreSQL that still runs on our folder, or its stale pid file.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from './error-code';

/** The command line of a running process, or null when there is no such process. */
export function processCommand(pid: number): string | null {
  if (process.platform !== 'linux') {
    const { status, stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return status === 0 ? stdout.trim() : null;
  }
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return command === '' ? null : command;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ESRCH') return null;
    throw error;
  }
}

async function pidInFile(file: string): Promise<number | null> {
  try {
    const pid = Number.parseInt((await readFile(file, 'utf8')).split('\n')[0] ?? '', 10);
    return Number.isInteger(pid) && pid > 1 ? pid : null;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

const STOP_SIGNALS = [
  { signal: 'SIGINT', waitMs: 20_000 },
  { signal: 'SIGQUIT', waitMs: 5_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
] as const;

async function gone(pid: number, waitMs: number): Promise<boolean> {
  for (let waited = 0; waited < waitMs; waited += 50) {
    if (processCommand(pid) === null) return true;
    await sleep(50);
  }
  return false;
}

async function stopProcess(pid: number): Promise<void> {
  for (const { signal, waitMs } of STOP_SIGNALS) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (errorCode(error) !== 'ESRCH') throw error;
    }
    if (await gone(pid, waitMs)) return;
  }
  throw new Error(`An earlier PostgreSQL (process ${pid}) does not stop.`);
}

/**
 * Makes a cluster startable: stops a server of this studio that outlived it and removes its pid file. A
 * process that merely has the same pid by now is left alone. The caller holds the lock of the data folder.
 */
export async function clearOrphan(cluster: string): Promise<void> {
  const file = path.join(cluster, 'postmaster.pid');
  const pid = await pidInFile(file);
  if (pid !== null && processCommand(pid)?.includes(`-D ${cluster} `)) await stopProcess(pid);
  await rm(file, { force: true });
}
