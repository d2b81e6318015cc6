import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';

/** Writes all that the stream carries to a new file, down to the disk. */
export async function pour(source: Readable, file: string): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    for await (const chunk of source) await handle.writeFile(chunk);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Waits until the file, or the names in the folder, have reached the disk. */
export async function syncPath(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
