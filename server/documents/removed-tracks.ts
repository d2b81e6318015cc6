// Which stored tracks of a project somebody has removed from its tracklist; their rows stay a while for the undo.
import { neverListed, readTracklist } from '@/document/tracklist';
import type { ListedTrack } from '@/document/tracklist-schema';
import { loadDocument } from '@/server/documents/read-document';

/** The ids of those that the list has named and names no more; what it has never named, an editor's page will list. */
export async function removedTracks(projectId: string, stored: readonly ListedTrack[]): Promise<string[]> {
  if (stored.length === 0) return [];
  const doc = await loadDocument(projectId);
  const kept = new Set([...readTracklist(doc).tracks, ...neverListed(doc, stored)].map(({ id }) => id));
  doc.destroy();
  return stored.map(({ id }) => id).filter((id) => !kept.has(id));
}
