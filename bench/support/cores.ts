// Which processor core a benchmark may pin a server to.
import { spawnSync } from 'node:child_process';
import os from 'node:os';

/** The number of the last core; undefined where processes cannot be pinned, or where there is no second core. */
export function lastCore(): number | undefined {
  const core = os.cpus().length - 1;
  if (core < 1) return undefined;
  return spawnSync('taskset', ['-c', String(core), process.execPath, '-v']).status === 0 ? core : undefined;
}
