// Asks for the set of a project: its tracklist as everybody sees it now.
import { readTracklist } from '@/document/tracklist';
import type { SetWishes, TracklistState } from '@/document/tracklist-schema';
import type { SetRequest } from '@/platform/automix/set-request';
import { getPrisma } from '@/platform/database/client';
import { databaseNow } from '@/platform/database/clock';
import type { Project } from '@/platform/database/generated/client';
import { loadDocument } from '@/server/documents/read-document';
import { ConflictError } from '@/server/errors';
import { daysFrom, rulesOf } from '@/server/plans';
import type { ProjectOwner } from '@/server/projects/new-project';
import { type AskedTrack, requestSet } from './request-set';

async function readShared(projectId: string): Promise<TracklistState> {
  const doc = await loadDocument(projectId);
  try {
    return readTracklist(doc);
  } finally {
    doc.destroy();
  }
}

/** The listed tracks that the studio holds; what is listed without a file, because it went, is passed over. */
async function heldTracks(projectId: string, listed: TracklistState['tracks']): Promise<AskedTrack[]> {
  const rows = await getPrisma().track.findMany({ where: { projectId } });
  const contents = new Map(rows.map(({ id, sha256 }) => [id, sha256]));
  return listed.flatMap(({ id, name }) => {
    const sha256 = contents.get(id);
    return sha256 === undefined ? [] : [{ id, name, sha256 }];
  });
}

/** The wishes in the form of the planners, without those about tracks that are not there. */
export function requestOf(wishes: SetWishes, tracks: readonly AskedTrack[]): SetRequest {
  const held = new Set(tracks.map(({ id }) => id));
  const { strategy, format, first, last, together, keepOrder, energyShape } = wishes;
  return {
    strategy,
    format,
    wishes: {
      ...(first !== null && held.has(first) ? { first } : {}),
      ...(last !== null && held.has(last) ? { last } : {}),
      together: together.filter((pair) => pair.every((id) => held.has(id))),
      keepOrder,
      energyShape,
    },
  };
}

/**
 * Asks for the set of a project.
 * @returns the id of the set
 * @throws ConflictError with fewer than two tracks, and as `requestSet`
 */
export async function requestProjectSet(user: ProjectOwner, project: Project): Promise<string> {
  const { tracks: listed, wishes } = await readShared(project.id);
  const tracks = await heldTracks(project.id, listed);
  if (tracks.length < 2) throw new ConflictError('A set needs at least two tracks in the tracklist.');
  return requestSet(user, {
    projectId: project.id,
    title: project.name,
    request: requestOf(wishes, tracks),
    tracks,
    expiresAt: daysFrom(await databaseNow(), rulesOf(user.plan).mixRetentionDays),
    deleteAfterDownload: false,
  });
}
