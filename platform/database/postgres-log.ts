import { chmod, copyFile, open, stat, truncate } from 'node:fs/promises';
import { log } from '@/platform/log';
import { errorCode } from './error-code';

const LOG_LIMIT_BYTES = 8 * 2 ** 20;

export async function openLog(file: string): Promise<{ fd: number; close(): Promise<void> }> {
  await rotateLog(file);
  const handle = await open(file, 'a', 0o600);
  return { fd: handle.fd, close: () => handle.close() };
}

/** Moves a log that has grown out of the way, in place: the server appends to the open file and is never asked. */
export async function rotateLog(file: string, limitBytes = LOG_LIMIT_BYTES): Promise<void> {
  try {
    if ((await stat(file)).size <= limitBytes) return;
    await copyFile(file, `${file}.1`);
    await chmod(`${file}.1`, 0o600);
    await truncate(file);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT')
      log.warn({ err: error }, 'The log of the database could not be rotated.');
  }
}
