// Deletes tracks that were removed from their project's tracklist, in web processes: only they read shared
// documents.

import { randomUUID } from 'node:crypto';
import { HOUR_MS } from '@/contract/durations';
import { getPrisma } from '@/platform/database/client';
import { databaseNow } from '@/platform/database/clock';
import { acquireLease } from '@/platform/lease';
import { log } from '@/platform/log';
import { dropUnlistedTracks } from './drop-unlisted';

const LEASE = 'unlisted-tracks';
const EVERY_MS = HOUR_MS;
const BATCH = 500;

/** Deletes the removed tracks of all projects as of `now`, rows only. Returns how many. */
export async function sweepTracks(now: Date): Promise<number> {
  const prisma = getPrisma();
  let gone = 0;
  for (let after = ''; ; ) {
    const projects = await prisma.$queryRaw<{ projectId: string }[]>`
      SELECT DISTINCT "projectId" FROM "Track" WHERE "projectId" > ${after} ORDER BY "projectId" LIMIT ${BATCH}`;
    for (const { projectId } of projects) {
      gone += await prisma.$transaction((tx) => dropUnlistedTracks(tx, projectId, now));
      after = projectId;
    }
    if (projects.length < BATCH) return gone;
  }
}

/** Does so in one process of the studio once an hour; call it as often as you like. */
export async function sweepUnlistedTracks(): Promise<void> {
  // Nobody renews the lease and nobody gives it back: it says when the next turn is.
  if (!(await acquireLease(LEASE, EVERY_MS, randomUUID()))) return;
  const count = await sweepTracks(await databaseNow());
  if (count > 0) log.info({ count }, 'Deleted tracks that are in no tracklist any more.');
}
