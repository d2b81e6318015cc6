// A temporary local copy of an object whose storage is not on this machine.
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Writes `body` to a file in `tempDir` that exists until `use` has settled. */
export async function withLocalCopy<T>(
  body: Readable,
  tempDir: string,
  use: (file: string) => Promise<T>,
): Promise<T> {
  await mkdir(tempDir, { recursive: true });
  const file = path.join(tempDir, `object-${process.pid}-${randomBytes(8).toString('hex')}`);
  try {
    await pipeline(body, createWriteStream(file));
    return await use(file);
  } finally {
    await rm(file, { force: true });
  }
}
