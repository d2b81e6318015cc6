// Makes a received file the song of a project: checks it, stores it by content, and asks for its separation.
import { includesRole } from '@/server/auth/authorise';
import { lockContent } from '@/server/database-locks';
import { ConflictError, ForbiddenError, NotFoundError } from '@/server/errors';
import { checkDuration } from '@/server/plan-checks';
import { PLANS } from '@/server/plans';
import { insertProject, type ProjectOwner } from '@/server/projects/new-project';
import { recordActivity } from '@/server/shared/activity';
import { getPrisma } from '@/server/shared/database/client';
import type { Prisma } from '@/server/shared/database/generated/client';
import { type AudioProbe, probeAudio } from '@/server/shared/media/probe';
import { offerStemResults } from '@/server/shared/stem-results';
import { getStorage } from '@/server/shared/storage';
import { uploadKey } from '@/server/shared/storage/keys';
import type { ReceivedFile } from './receive';
import { requestSeparation } from './request-separation';
import { songName } from './song-name';

/** Storing a large file in a bucket takes its time, and the content's lock is held meanwhile. */
const TRANSACTION_MS = { maxWait: 10_000, timeout: 120_000 };

/** The longest song that any plan takes: probing never decodes more than this. */
const LONGEST_S = Math.max(...Object.values(PLANS).map((rules) => rules.maxDurationS));

export interface SongRequest {
  readonly file: ReceivedFile;
  /** What the person typed, if anything */
  readonly name: string | undefined;
  /** An existing project without a song; a new one is made when absent */
  readonly projectId: string | undefined;
}

export interface AcceptedSong {
  readonly projectId: string;
  /** False when the stems were there already */
  readonly separates: boolean;
}

type Transaction = Prisma.TransactionClient;

/** Locks the project a song is meant for and checks that it may go there. */
async function takeEmptyProject(tx: Transaction, user: ProjectOwner, projectId: string): Promise<string> {
  const membership = await tx.membership.findUnique({
    where: { projectId_userId: { projectId, userId: user.id } },
  });
  if (!membership) throw new NotFoundError('project');
  if (!includesRole(membership.role, 'editor')) {
    throw new ForbiddenError('Viewers may listen but not add songs to this project.');
  }
  await tx.$executeRaw`SELECT 1 FROM "Project" WHERE "id" = ${projectId} FOR UPDATE`;
  if (await tx.song.findUnique({ where: { projectId } })) {
    throw new ConflictError('This project has a song already; make a new project for another one.');
  }
  return projectId;
}

/** What is in the file: as measured when its content first came, else by decoding it now. */
async function probeOnce({ path, sha256 }: ReceivedFile): Promise<AudioProbe> {
  const known = await getPrisma().asset.findUnique({ where: { sha256 } });
  if (!known) return probeAudio(path, { maxDurationS: LONGEST_S });
  const { container, codec, sampleRate, channels, durationS } = known;
  return { container: container as AudioProbe['container'], codec, sampleRate, channels, durationS };
}

async function writeRows(
  tx: Transaction,
  user: ProjectOwner,
  { file, name, projectId }: SongRequest,
  probe: AudioProbe,
): Promise<AcceptedSong> {
  const title = songName(file.fileName, name);
  const separation = await requestSeparation(tx, user, file.sha256);
  const asset = { ...probe, bytes: file.bytes, createdAt: new Date() };
  await tx.asset.upsert({
    where: { sha256: file.sha256 },
    create: { sha256: file.sha256, ...asset },
    update: asset,
  });
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
export async function acceptSong(user: ProjectOwner, song: SongRequest): Promise<AcceptedSong> {
  const { path, sha256 } = song.file;
  const probe = await probeOnce(song.file);
  checkDuration(user.plan, probe.durationS);
  const storage = getStorage();
  const key = uploadKey(sha256);
  return getPrisma().$transaction(async (tx) => {
    await lockContent(tx, sha256);
    const isNew = (await storage.stat(key)) === null;
    try {
      if (isNew) await storage.putFile(key, path);
      return await writeRows(tx, user, song, probe);
    } catch (error) {
      // The lock is still held, so nobody else can have begun to rely on the file.
      if (isNew) await storage.delete(key);
      throw error;
    }
  }, TRANSACTION_MS);
}
