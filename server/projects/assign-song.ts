// Makes a stored content the song of a project: asks for its separation and its analysis.
import type { Asset, Prisma, Project } from '@/platform/database/generated/client';
import { publishStemResults } from '@/platform/stem-results';
import { includesRole } from '@/server/auth/authorise';
import { ConflictError, ForbiddenError, NotFoundError } from '@/server/errors';
import type { ProjectOwner } from './new-project';
import { putOriginal } from './put-original';
import { requestSongAnalysis } from './request-analysis';
import { requestSeparation } from './request-separation';

type Transaction = Prisma.TransactionClient;

/** Checks that `user` may put a song into a project and that there is none yet. */
export async function checkEmptyProject(
  tx: Transaction,
  user: ProjectOwner,
  projectId: string,
): Promise<Project> {
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
export async function claimEmptyProject(
  tx: Transaction,
  user: ProjectOwner,
  projectId: string,
): Promise<Project> {
  await tx.$executeRaw`SELECT 1 FROM "Project" WHERE "id" = ${projectId} FOR UPDATE`;
  const project = await checkEmptyProject(tx, user, projectId);
  await tx.song.deleteMany({ where: { projectId } });
  return project;
}

export interface NewSong {
  /** Without a song: see `claimEmptyProject` */
  readonly project: Pick<Project, 'id' | 'kind'>;
  readonly sha256: string;
  readonly name: string;
  /** The model that separates it */
  readonly modelId: string;
}

export interface AssignedSong {
  readonly asset: Asset;
  /** Whether its stems were there already; then they are published */
  readonly isSeparated: boolean;
}

/**
 * Writes the rows of the song of a project whose content is stored.
 * @throws PlanLimitError when the plan's songs of the day are used up
 */
export async function assignSong(
  tx: Transaction,
  user: ProjectOwner,
  { project, sha256, name, modelId }: NewSong,
): Promise<AssignedSong> {
  const { id: projectId, kind } = project;
  const separation = await requestSeparation(tx, user, { sha256, modelId });
  const asset = await tx.asset.findUniqueOrThrow({ where: { sha256 } });
  // In a session ruler, snapping and metronome go by its beats; a set asks for the analyses of its tracks itself.
  const analysisId = kind === 'session' ? await requestSongAnalysis(tx, asset, user.id) : null;
  await tx.song.create({ data: { projectId, sha256, name, separationId: separation.id, analysisId } });
  const isSeparated = separation.state === 'done';
  if (kind === 'session') await putOriginal(tx, { projectId, asset, name, userId: user.id });
  if (isSeparated) await publishStemResults(tx, projectId, separation.id);
  return { asset, isSeparated };
}
