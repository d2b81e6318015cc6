// Makes an upload, or the song of a project, a track that a project can make sets of.

import { trackFormSchema } from '@/contract/http/tracks';
import { publish } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import { databaseNow } from '@/platform/database/clock';
import type { Prisma } from '@/platform/database/generated/client';
import { lockContent, lockTracks } from '@/platform/database/locks';
import { enqueueEdit } from '@/platform/document-outbox';
import type { CurrentUser } from '@/server/auth/session';
import { ConflictError } from '@/server/errors';
import { checkSetTracks } from '@/server/plan-checks';
import { requestAnalysis } from '@/server/projects/request-analysis';
import { acceptContent } from '@/server/uploads/accept-content';
import { withReceivedFile } from '@/server/uploads/received-file';
import { songName } from '@/server/uploads/song-name';
import { checkUsedBytes } from '@/server/usage/used-bytes';
import { dropUnlistedTracks } from './drop-unlisted';
import { checkTrackLengths } from './track-length';

type Transaction = Prisma.TransactionClient;

interface NewTrack {
  readonly projectId: string;
  readonly sha256: string;
  readonly name: string;
}

/** Makes room by deleting tracks that were removed from the list. @throws when there is none */
async function checkRoom(tx: Transaction, user: CurrentUser, projectId: string): Promise<void> {
  await lockTracks(tx, projectId);
  const count = await tx.track.count({ where: { projectId } });
  try {
    checkSetTracks(user.plan, count + 1);
  } catch (refusal) {
    const gone = await dropUnlistedTracks(tx, projectId);
    if (gone === 0) throw refusal;
    checkSetTracks(user.plan, count - gone + 1);
  }
}

/**
 * The same content again is the same track, so that two people who add it at once find one row. Where somebody has
 * removed it from the list since, it comes back there.
 */
async function putTrack(
  tx: Transaction,
  user: CurrentUser,
  { projectId, sha256, name }: NewTrack,
): Promise<string> {
  await checkTrackLengths(tx, [{ sha256, name }]);
  const where = { projectId_sha256: { projectId, sha256 } };
  const isPresent = (await tx.track.findUnique({ where })) !== null;
  if (!isPresent) await checkRoom(tx, user, projectId);
  const analysisId = await requestAnalysis(tx, sha256, user);
  const createdAt = await databaseNow(tx);
  const create = { projectId, sha256, name, analysisId, addedBy: user.id, createdAt };
  // The time too: a track that was removed and is uploaded again must not be deleted because of that removal.
  const track = await tx.track.upsert({ where, create, update: { analysisId, createdAt } });
  if (isPresent) await enqueueEdit(tx, projectId, { type: 'relist-track', id: track.id, name: track.name });
  await publish({ type: 'tracks', projectId }, tx);
  return track.id;
}

/**
 * Takes in a track that `user` uploads; they may edit the project.
 * @returns the id of the track
 * @throws ValidationError, UnusableAudioError, PlanLimitError or StorageFullError; nothing of the upload is left then
 */
export function uploadTrack(user: CurrentUser, projectId: string, request: Request): Promise<string> {
  return withReceivedFile(user, request, 'track', async (file) => {
    const { name } = trackFormSchema.parse(file.fields);
    const track = { projectId, sha256: file.sha256, name: songName(file.fileName, name) };
    const { owner } = await getPrisma().project.findUniqueOrThrow({
      where: { id: projectId },
      include: { owner: true },
    });
    await checkUsedBytes(owner, file.bytes);
    return acceptContent(user, file, request.signal, (tx) => putTrack(tx, user, track));
  });
}

/**
 * Makes the song of a project that `user` is a member of a track of another one that they may edit.
 * @returns the id of the track
 * @throws ConflictError when the project has no song, PlanLimitError when the list is full
 */
export async function shareTrack(
  user: CurrentUser,
  projectId: string,
  fromProjectId: string,
): Promise<string> {
  const song = await getPrisma().song.findUnique({ where: { projectId: fromProjectId } });
  if (!song) throw new ConflictError('That project has no song yet.');
  const { sha256, name } = song;
  return getPrisma().$transaction(async (tx) => {
    await lockContent(tx, sha256);
    return putTrack(tx, user, { projectId, sha256, name });
  });
}
