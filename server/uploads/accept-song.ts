// Makes a received file the song of a project: checks it, stores it by content, and asks for separation and analysis.

import { recordActivity } from '@/platform/activity';
import { getPrisma } from '@/platform/database/client';
import type { Prisma } from '@/platform/database/generated/client';
import { separationJob } from '@/platform/jobs/separation';
import { storedDamageNote } from '@/platform/media/stored-damage';
import { checkProjectCount } from '@/server/plan-checks';
import { assignSong, checkEmptyProject, claimEmptyProject } from '@/server/projects/assign-song';
import { insertProject, type ProjectOwner } from '@/server/projects/new-project';
import { checkUsage } from '@/server/usage/usage';
import { checkUsedBytes } from '@/server/usage/used-bytes';
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
  const project = projectId
    ? await claimEmptyProject(tx, user, projectId)
    : await insertProject(tx, user, title);
  const { isSeparated, asset } = await assignSong(tx, user, { project, sha256, name: title, modelId });
  const what = { kind: 'uploaded', name: title } as const;
  await recordActivity(tx, { projectId: project.id, actorId: user.id, what });
  return { projectId: project.id, separates: !isSeparated, note: storedDamageNote(asset) };
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
