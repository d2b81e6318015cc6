// Makes a received file the song of a project: checks it, stores it by content, and asks for separation and analysis.

import { recordActivity } from '@/platform/activity';
import { getPrisma } from '@/platform/database/client';
import type { Prisma, Project } from '@/platform/database/generated/client';
import { separationJob } from '@/platform/jobs/separation';
import { storedDamageNote } from '@/platform/media/stored-damage';
import { publishStemResults } from '@/platform/stem-results';
import { includesRole } from '@/server/auth/authorise';
import { ConflictError, ForbiddenError, NotFoundError } from '@/server/errors';
import { checkProjectCount } from '@/server/plan-checks';
import { insertProject, type ProjectOwner } from '@/server/projects/new-project';
import { checkUsage } from '@/server/usage/usage';
import { checkUsedBytes } from '@/server/usage/used-bytes';
import { requestSongAnalysis } from '../projects/request-analysis';
import { requestSeparation } from '../projects/request-separation';
import { acceptContent } from './accept-content';
import type { ReceivedFile } from './receive-form';
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
  /** A message about damage in the file; null when it is intact */
  readonly note: string | null;
}

type Transaction = Prisma.TransactionClient;

/** Checks that `user` may put a song into a project and that there is none yet. */
async function checkEmptyProject(tx: Transaction, user: ProjectOwner, projectId: string): Promise<Project> {
  const membership = await tx.membership.findUnique({
    where: { projectId_userId: { projectId, userId: user.id } },
    include: { project: true },
  });
  if (!membership) throw new NotFoundError('project');
  if (!includesRole(membership.role, 'editor')) {
    throw new ForbiddenError('Viewers may listen but not add songs to this project.');
  }
  const song = await tx.song.findUnique({
    where: { projectId },
    select: { separation: { select: { state: true } } },
  });
  const state = song?.separation.state;
  if (song && state !== 'failed' && state !== 'cancelled') {
    throw new ConflictError('This project has a song already; make a new project for another one.');
  }
  return membership.project;
}

/**
 * Locks the project a song is meant for and checks that it may go there: instead of a song that was never separated,
 * too.
 */
async function claimEmptyProject(tx: Transaction, user: ProjectOwner, projectId: string): Promise<Project> {
  await tx.$executeRaw`SELECT 1 FROM "Project" WHERE "id" = ${projectId} FOR UPDATE`;
  const project = await checkEmptyProject(tx, user, projectId);
  await tx.song.deleteMany({ where: { projectId } });
  return project;
}

/** Refuses what `writeRows` would refuse, before the file is probed: a look, the transaction decides. */
async function checkPlace(user: ProjectOwner, { file, projectId, modelId }: SongRequest): Promise<void> {
  const prisma = getPrisma();
  if (projectId) {
    const { ownerId } = await checkEmptyProject(prisma, user, projectId);
    await checkUsedBytes(await prisma.user.findUniqueOrThrow({ where: { id: ownerId } }), file.bytes);
  } else {
    checkProjectCount(user.plan, await prisma.project.count({ where: { ownerId: user.id } }));
    await checkUsedBytes(user, file.bytes);
  }
  const id = separationJob.idOf({ sha256: file.sha256, modelId });
  const before = await prisma.job.findUnique({ where: { id } });
  const isAsked = before !== null && before.state !== 'failed' && before.state !== 'cancelled';
  if (!isAsked) await checkUsage(user, 'separation');
}

async function writeRows(
  tx: Transaction,
  user: ProjectOwner,
  { file, name, projectId, modelId }: SongRequest,
): Promise<AcceptedSong> {
  const { sha256 } = file;
  const title = songName(file.fileName, name);
  const separation = await requestSeparation(tx, user, { sha256, modelId });
  const { id: home, kind } = projectId
    ? await claimEmptyProject(tx, user, projectId)
    : await insertProject(tx, user, title);
  const asset = await tx.asset.findUniqueOrThrow({ where: { sha256 } });
  // In a session ruler, snapping and metronome go by its beats; a set asks for the analyses of its tracks itself.
  const analysisId = kind === 'session' ? await requestSongAnalysis(tx, asset, user.id) : null;
  await tx.song.create({
    data: { projectId: home, sha256, name: title, separationId: separation.id, analysisId },
  });
  await recordActivity(tx, { projectId: home, actorId: user.id, what: { kind: 'uploaded', name: title } });
  const isDone = separation.state === 'done';
  if (isDone) await publishStemResults(tx, home, separation.id);
  return { projectId: home, separates: !isDone, note: storedDamageNote(asset) };
}

/**
 * Checks that a received file is music the plan takes and makes it a song, in one transaction.
 * On failure nothing stays stored that was not there before.
 * @param sender aborted when whoever sent the file has left
 * @throws UnusableAudioError, PlanLimitError, RateLimitError, StorageFullError, and the refusals of the project it
 * should go to
 */
export async function acceptSong(
  user: ProjectOwner,
  song: SongRequest,
  sender: AbortSignal,
): Promise<AcceptedSong> {
  await checkPlace(user, song);
  return acceptContent(user, song.file, sender, (tx) => writeRows(tx, user, song));
}
