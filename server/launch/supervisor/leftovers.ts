// Checks before a start: waits for the processes of a killed studio on the same folder, and that the port is free.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '@/platform/database/error-code';
import { processCommand } from '@/platform/database/postgres-orphan';
import { readRuntime } from '@/platform/runtime-file';
import { endGroup } from './supervised-process';

/** They notice by themselves that their supervisor is gone (orphan-guard.ts) and get this long to finish. */
const TIMEOUT_MS = 10_000;

const isOurs = (pid: number): boolean => processCommand(pid)?.includes('orphan-guard.js') ?? false;

/** Waits for the processes of a killed studio, and ends those that do not end. The caller holds the folder's lock. */
export async function clearLeftovers(dataDir: string): Promise<void> {
  const pids = Object.values(readRuntime(dataDir)?.processes ?? {});
  for (let waited = 0; waited < TIMEOUT_MS && pids.some(isOurs); waited += 100) await sleep(100);
  for (const pid of pids.filter(isOurs)) endGroup(pid);
}

/** @throws Error with a one-sentence message when the web server could not listen there */
export async function ensurePortIsFree(host: string, port: number): Promise<void> {
  const probe = createServer();
  try {
    probe.listen(port, host);
    await once(probe, 'listening');
  } catch (error) {
    if (errorCode(error) === 'EADDRINUSE') {
      throw new Error(`Port ${port} is in use; choose another one, for example PORT=${port + 1} npm start.`);
    }
    throw new Error(`The studio cannot listen on ${host}, port ${port}.`, { cause: error });
  } finally {
    probe.close();
  }
}
