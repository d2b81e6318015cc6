// Removes temporary files that processes of this machine left behind when they died.

import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { DAY_MS, HOUR_MS } from '@/contract/durations';
import { clockOffsetMs } from '@/platform/database/clock';
import { getEnv } from '@/platform/env';
import { log } from '@/platform/log';
import { isMissingFile } from '@/platform/storage/disk-folders';
import { tempDirOf, uploadFolder } from '@/platform/storage/temp-folders';
import { LARGEST_CLOCK_OFFSET_MS } from '../clocks';

/** No upload and no job of ours takes this long. */
const STALE_MS = DAY_MS;
const EVERY_MS = HOUR_MS;

const ignoreMissing = (error: unknown): null => {
  if (isMissingFile(error)) return null;
  throw error;
};

async function sweepFolder(folder: string, before: number): Promise<number> {
  let gone = 0;
  for (const name of (await readdir(folder).catch(ignoreMissing)) ?? []) {
    const entry = path.join(folder, name);
    if (entry === uploadFolder()) continue;
    const found = await stat(entry).catch(ignoreMissing);
    if (!found || found.mtimeMs >= before) continue;
    await rm(entry, { recursive: true, force: true });
    gone += 1;
  }
  return gone;
}

/** Deletes temporary files that nothing has touched for a day. Returns how many went. */
export async function sweepTemporary(now: Date): Promise<number> {
  const before = now.getTime() - STALE_MS;
  return (await sweepFolder(uploadFolder(), before)) + (await sweepFolder(tempDirOf(getEnv()), before));
}

async function sweepByRightClock(): Promise<void> {
  // The files carry this machine's time; after a leap of its clock all of them look old.
  const offset = await clockOffsetMs();
  if (Math.abs(offset) > LARGEST_CLOCK_OFFSET_MS) {
    log.warn(
      { offsetMs: offset },
      'Temporary files stay: the clocks of this machine and the database differ.',
    );
    return;
  }
  const count = await sweepTemporary(new Date());
  if (count > 0) log.info({ count }, 'Temporary files that nobody had touched for a day were deleted.');
}

/** Looks after the temporary files of this machine, which no other can, once an hour. */
export function startTemporarySweeper(): { close(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    running = sweepByRightClock().catch((error: unknown) => {
      log.warn({ err: error }, 'The temporary files could not be looked after; the next hour tries again.');
    });
  }, EVERY_MS);
  timer.unref();
  return {
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}
