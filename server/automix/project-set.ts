// Requests the set of a project from its current tracklist.
import { readTracklist } from '@/document/tracklist';
import type { SetOptions, TracklistState } from '@/document/tracklist-schema';
import type { SetRequest } from '@/platform/automix/set-request';
import { getPrisma } from '@/platform/database/client';
import { databaseNow } from '@/platform/database/clock';
import type { Project } from '@/platform/database/generated/client';
import { loadDocument } from '@/server/documents/read-document';
import { ConflictError } from '@/server/errors';
import { daysFrom, rulesOf } from '@/server/plans';
import type { ProjectOwner } from '@/server/projects/new-project';
import { type RequestedTrack, requestSet } from './request-set';

async function readShared(projectId: string): Promise<TracklistState> {
  const doc = await loadDocument(projectId);
  try {
    return readTracklist(doc);
  } finally {
    doc.destroy();
  }
}

/** The listed tracks that the studio stores; entries whose file was deleted are skipped. */
async function tracksOfProject(
  projectId: string,
  listed: TracklistState['tracks'],
): Promise<RequestedTrack[]> {
  const rows = await getPrisma().track.findMany({ where: { projectId } });
  const contents = new Map(rows.map(({ id, sha256 }) => [id, sha256]));
  return listed.flatMap(({ id, name }) => {
    const sha256 = contents.get(id);
    return sha256 === undefined ? [] : [{ id, name, sha256 }];
  });
}

/** The constraints in the form that planners use, without those on tracks that do not exist. */
export function requestOf(options: SetOptions, tracks: readonly RequestedTrack[]): SetRequest {
  const ids = new Set(tracks.map(({ id }) => id));
  const { strategy, format, first, last, together, keepOrder, energyShape } = options;
  return {
    strategy,
    format,
    constraints: {
      ...(first !== null && ids.has(first) ? { first } : {}),
      ...(last !== null && ids.has(last) ? { last } : {}),
      together: together.filter((pair) => pair.every((id) => ids.has(id))),
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
  const { tracks: listed, options } = await readShared(project.id);
  const tracks = await tracksOfProject(project.id, listed);
  if (tracks.length < 2) throw new ConflictError('A set needs at least two tracks in the tracklist.');
  return requestSet(user, {
    projectId: project.id,
    title: project.name,
    request: requestOf(options, tracks),
    tracks,
    expiresAt: daysFrom(await databaseNow(), rulesOf(user.plan).mixRetentionDays),
    deleteAfterDownload: false,
  });
}
