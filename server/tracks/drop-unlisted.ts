// Deletes tracks of a project that were removed from its tracklist.
import { HOUR_MS } from '@/contract/durations';
import { databaseNow } from '@/platform/database/clock';
import type { Prisma } from '@/platform/database/generated/client';
import { removedTracks } from '../documents/removed-tracks';

/** Undo brings a removed track back for a while. */
const KEPT_MS = HOUR_MS;

/**
 * Deletes the rows of tracks that were removed from the list; sets that were asked for keep what they need.
 * @returns how many went
 */
export async function dropUnlistedTracks(
  tx: Prisma.TransactionClient,
  projectId: string,
  at?: Date,
): Promise<number> {
  const now = at ?? (await databaseNow(tx));
  const before = new Date(now.getTime() - KEPT_MS);
  const old = await tx.track.findMany({
    where: { projectId, createdAt: { lt: before } },
    select: { id: true, name: true },
  });
  const removed = await removedTracks(projectId, old);
  // Asked again: one that was sent anew while the document was read is listed again.
  const { count } = await tx.track.deleteMany({ where: { id: { in: removed }, createdAt: { lt: before } } });
  return count;
}
