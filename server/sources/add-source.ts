// Imports an uploaded file into a session: limits first, then the bytes, then the content.
import { fitSourceName, sourceFormSchema } from '@/contract/http/sources';
import { publish } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import { databaseNow } from '@/platform/database/clock';
import type { Prisma, Project, User } from '@/platform/database/generated/client';
import { lockSources } from '@/platform/database/locks';
import { publishNewSource, publishSource } from '@/platform/imported-sources';
import { importSourceJob } from '@/platform/jobs/import-source';
import type { CurrentUser } from '@/server/auth/session';
import { ConflictError } from '@/server/errors';
import { checkSourceCount } from '@/server/plan-checks';
import { acceptContent } from '@/server/uploads/accept-content';
import type { SavedFile } from '@/server/uploads/receive-form';
import { withReceivedFile } from '@/server/uploads/received-file';
import { songName } from '@/server/uploads/song-name';
import { checkUsage } from '@/server/usage/usage';
import { checkUsedBytes } from '@/server/usage/used-bytes';
import { requestImport } from './request-import';

type Transaction = Prisma.TransactionClient;

interface NewSource {
  readonly projectId: string;
  readonly sha256: string;
  readonly name: string;
  /** Of the project: its plan says how many sources there may be */
  readonly owner: User;
  /** False for what clips alone will play. */
  readonly isTrack: boolean;
}

/** Those that people imported: the original of the song does not count. */
async function countSources(tx: Transaction, projectId: string): Promise<number> {
  const song = await tx.song.findUnique({ where: { projectId }, select: { sha256: true } });
  const original = song && { sha256: song.sha256, isTrack: false };
  return tx.source.count({ where: { projectId, ...(original && { NOT: original }) } });
}

/** Refuses what `putSource` would refuse, before the file is probed: a look, the transaction decides. */
async function checkPlace(
  user: CurrentUser,
  { projectId, sha256, owner }: NewSource,
  { bytes }: SavedFile,
): Promise<void> {
  const prisma = getPrisma();
  const isPresent = (await prisma.source.count({ where: { projectId, sha256 } })) > 0;
  if (!isPresent) {
    checkSourceCount(owner.plan, await countSources(prisma, projectId));
    await checkUsedBytes(owner, bytes);
  }
  const id = importSourceJob.idOf({ sha256 });
  const isAsked = { id, state: { notIn: ['failed', 'cancelled'] } } satisfies Prisma.JobWhereInput;
  if ((await prisma.job.count({ where: isAsked })) === 0) await checkUsage(user, 'import');
}

/**
 * The same content again is the same source, so that two people who import it at once find one row. Where it is ready it
 * is published again; where its import failed it is tried again.
 */
async function putSource(
  tx: Transaction,
  user: CurrentUser,
  { projectId, sha256, name, owner, isTrack }: NewSource,
): Promise<string> {
  await lockSources(tx, projectId);
  const where = { projectId_sha256: { projectId, sha256 } };
  const before = await tx.source.findUnique({ where, include: { job: { select: { state: true } } } });
  if (before?.job.state === 'done') {
    await publishSource(tx, { ...before, isTrack });
    return before.id;
  }
  if (!before) checkSourceCount(owner.plan, await countSources(tx, projectId));
  const { id: jobId, state } = await requestImport(tx, user, sha256);
  const createdAt = await databaseNow(tx);
  const create = { projectId, sha256, name, jobId, addedBy: user.id, isTrack, createdAt };
  // Asked for as both, it is a track that clips play as well.
  const update = { jobId, isTrack: isTrack || before?.isTrack };
  const source = await tx.source.upsert({ where, create, update });
  if (state === 'done') await (before ? publishSource : publishNewSource)(tx, source);
  await publish({ type: 'sources', projectId }, tx);
  return source.id;
}

/**
 * Takes in a file that `user` imports; they may edit the project.
 * @returns the id of the source
 * @throws ConflictError when the project is a set, ValidationError, UnusableAudioError, PlanLimitError, RateLimitError or
 *   StorageFullError; nothing of the upload is left then
 */
export async function importFile(user: CurrentUser, project: Project, request: Request): Promise<string> {
  if (project.kind !== 'session') {
    throw new ConflictError('Files are imported into sessions; add this one to the tracklist of the set.');
  }
  return withReceivedFile(user, request, 'recording', async (file) => {
    const { name: typed, as } = sourceFormSchema.parse(file.fields);
    const owner = await getPrisma().user.findUniqueOrThrow({ where: { id: project.ownerId } });
    const name = fitSourceName(songName(file.fileName, typed));
    const isTrack = as === 'track';
    const source = { projectId: project.id, sha256: file.sha256, name, owner, isTrack };
    await checkPlace(user, source, file);
    return acceptContent(user, file, request.signal, (tx) => putSource(tx, user, source));
  });
}
