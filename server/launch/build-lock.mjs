// Lets one process at a time prepare a clone; several instances may be started from it at once.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** @param {unknown} error @param {string} code */
const hasCode = (error, code) => error instanceof Error && 'code' in error && error.code === code;

/** @param {string} file */
function holderIsAlive(file) {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

/** @param {string} file */
function tryLock(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
  if (!holderIsAlive(file)) rmSync(file, { force: true });
  return false;
}

/**
 * @template T
 * @param {string} folder where the lock file lies
 * @param {(line: string) => void} print
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withBuildLock(folder, print, work) {
  const file = path.join(folder, '.building');
  mkdirSync(folder, { recursive: true });
  for (let waits = 0; !tryLock(file); waits += 1) {
    if (waits === 5) print('Another start is preparing this folder; waiting for it...');
    await sleep(200);
  }
  const release = () => rmSync(file, { force: true });
  process.on('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}
