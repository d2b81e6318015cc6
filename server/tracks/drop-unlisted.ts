// Forgets tracks of a project that somebody has removed from its tracklist.
import { neverListed, readTracklist } from '@/document/tracklist';
import { loadDocument } from '@/server/collaboration/read-document';
import { databaseNow } from '@/server/shared/database/clock';
import type { Prisma } from '@/server/shared/database/generated/client';

/** Undo brings a removed track back for a while. */
const KEPT_MS = 60 * 60 * 1000;

/** Those of the stored tracks that the list has named and names no more; what it never named, the next page lists. */
async function removedIds(
  projectId: string,
  stored: readonly { readonly id: string; readonly name: string }[],
): Promise<string[]> {
  const doc = await loadDocument(projectId);
  const kept = new Set([...readTracklist(doc).tracks, ...neverListed(doc, stored)].map(({ id }) => id));
  doc.destroy();
  return stored.map(({ id }) => id).filter((id) => !kept.has(id));
}

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
  const { count } = await tx.track.deleteMany({ where: { id: { in: await removedIds(projectId, old) } } });
  return count;
}
