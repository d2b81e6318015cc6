// Makes a received file the song of a project: checks it, stores it by content, and asks for its separation.
import { includesRole } from '@/server/auth/authorise';
import { ConflictError, ForbiddenError, NotFoundError } from '@/server/errors';
import { insertProject, type ProjectOwner } from '@/server/projects/new-project';
import { recordActivity } from '@/server/shared/activity';
import type { Prisma } from '@/server/shared/database/generated/client';
import { offerStemResults } from '@/server/shared/stem-results';
import { acceptContent } from './accept-content';
import type { ReceivedFile } from './receive';
import { requestSeparation } from './request-separation';
import { songName } from './song-name';

export interface SongRequest {
  readonly file: ReceivedFile;
  /** What the person typed, if anything */
  readonly name: string | undefined;
  /** An existing project without a song; a new one is made when absent */
  readonly projectId: string | undefined;
  /** The model that separates it */
  readonly modelId: string;
}

export interface AcceptedSong {
  readonly projectId: string;
  /** False when the stems were there already */
  readonly separates: boolean;
}

type Transaction = Prisma.TransactionClient;

/** Locks the project a song is meant for and checks that it may go there: instead of a song that was never separated, too. */
async function takeEmptyProject(tx: Transaction, user: ProjectOwner, projectId: string): Promise<string> {
  const membership = await tx.membership.findUnique({
    where: { projectId_userId: { projectId, userId: user.id } },
  });
  if (!membership) throw new NotFoundError('project');
  if (!includesRole(membership.role, 'editor')) {
    throw new ForbiddenError('Viewers may listen but not add songs to this project.');
  }
  await tx.$executeRaw`SELECT 1 FROM "Project" WHERE "id" = ${projectId} FOR UPDATE`;
  const song = await tx.song.findUnique({
    where: { projectId },
    select: { separation: { select: { state: true } } },
  });
  if (!song) return projectId;
  const { state } = song.separation;
  if (state !== 'failed' && state !== 'cancelled') {
    throw new ConflictError('This project has a song already; make a new project for another one.');
  }
  await tx.song.delete({ where: { projectId } });
  return projectId;
}

async function writeRows(
  tx: Transaction,
  user: ProjectOwner,
  { file, name, projectId, modelId }: SongRequest,
): Promise<AcceptedSong> {
  const title = songName(file.fileName, name);
  const separation = await requestSeparation(tx, user, { sha256: file.sha256, modelId });
  const home = projectId
    ? await takeEmptyProject(tx, user, projectId)
    : (await insertProject(tx, user, title)).id;
  await tx.song.create({
    data: { projectId: home, sha256: file.sha256, name: title, separationId: separation.id },
  });
  await recordActivity(tx, { projectId: home, actorId: user.id, what: { kind: 'uploaded', name: title } });
  const isDone = separation.state === 'done';
  if (isDone) await offerStemResults(tx, home, separation.id);
  return { projectId: home, separates: !isDone };
}

/**
 * Checks that a received file is music the plan takes and makes it a song, in one transaction.
 * On failure nothing stays stored that was not there before.
 * @throws UnusableAudioError, PlanLimitError, StorageFullError, and the refusals of the project it should go to
 */
export const acceptSong = (user: ProjectOwner, song: SongRequest): Promise<AcceptedSong> =>
  acceptContent(user.plan, song.file, (tx) => writeRows(tx, user, song));
