// Forgets tracks of a project that its tracklist names no more.
import { readTracklist } from '@/document/tracklist';
import { loadDocument } from '@/server/collaboration/read-document';
import { databaseNow } from '@/server/shared/database/clock';
import type { Prisma } from '@/server/shared/database/generated/client';

/** An upload is listed moments after its row is there; and undo brings a removed track back for a while. */
const KEPT_MS = 60 * 60 * 1000;

async function listedIds(projectId: string): Promise<Set<string>> {
  const doc = await loadDocument(projectId);
  const ids = new Set(readTracklist(doc).tracks.map(({ id }) => id));
  doc.destroy();
  return ids;
}

/**
 * Deletes the rows of tracks that have not been in the list for a while; sets that were asked for keep what they need.
 * @returns how many went
 */
export async function dropUnlistedTracks(
  tx: Prisma.TransactionClient,
  projectId: string,
  at?: Date,
): Promise<number> {
  const now = at ?? (await databaseNow(tx));
  const before = new Date(now.getTime() - KEPT_MS);
  const listed = await listedIds(projectId);
  const { count } = await tx.track.deleteMany({
    where: { projectId, createdAt: { lt: before }, id: { notIn: [...listed] } },
  });
  return count;
}
