// Uploads a style sound: checks the recording, stores it by content, and requests its grain library.
import { styleFieldsSchema } from '@/contract/http/library';
import { getPrisma } from '@/platform/database/client';
import type { JobState, Prisma } from '@/platform/database/generated/client';
import { lockAccount } from '@/platform/database/locks';
import { createJob } from '@/platform/job-store';
import { grainLibraryJob } from '@/platform/jobs/grain-library';
import { styleSourceKey } from '@/platform/storage/keys';
import type { CurrentUser } from '@/server/auth/session';
import { checkStyleSoundCount } from '@/server/plan-checks';
import { checkAudio, withUploadDeadline } from '@/server/uploads/check-audio';
import type { ReceivedFile } from '@/server/uploads/receive-form';
import { withReceivedFile } from '@/server/uploads/received-file';
import { songName } from '@/server/uploads/song-name';
import { whileStorageAnswers } from '@/server/uploads/storage-watch';
import { storeContent } from '@/server/uploads/store-content';
import { chargeUsage, checkLiveJobs, checkUsage } from '@/server/usage/usage';
import { checkUsedBytes } from '@/server/usage/used-bytes';

/** The longest recording whose grains are cut. */
const LONGEST_STYLE_S = 600;

export interface AcceptedStyle {
  readonly id: string;
  readonly state: JobState;
}

async function writeRows(
  tx: Prisma.TransactionClient,
  user: CurrentUser,
  file: ReceivedFile,
  typed: string | undefined,
): Promise<AcceptedStyle> {
  const { sha256 } = file;
  const jobId = grainLibraryJob.idOf({ sha256 });
  await lockAccount(tx, user.id);
  const where = { ownerId_sha256: { ownerId: user.id, sha256 } };
  const known = await tx.styleSound.findUnique({ where });
  if (!known) {
    checkStyleSoundCount(user.plan, await tx.styleSound.count({ where: { ownerId: user.id } }));
  }
  const { state, queued } = await createJob(tx, grainLibraryJob, {
    id: jobId,
    input: { sha256, starter: null },
    requestedBy: user.id,
  });
  if (queued) {
    await chargeUsage(tx, user, 'style-sound');
    await checkLiveJobs(tx, user);
  }
  const name = songName(file.fileName, typed);
  const sound = await tx.styleSound.upsert({
    where,
    create: { ownerId: user.id, name, sha256, jobId, bytes: file.bytes },
    update: { name, jobId },
  });
  return { id: sound.id, state };
}

/** Stores a received file, then its rows in one transaction; the same recording again renames the sound it is. */
async function acceptStyle(
  user: CurrentUser,
  file: ReceivedFile,
  typed: string | undefined,
  sender: AbortSignal,
): Promise<AcceptedStyle> {
  const count = await getPrisma().styleSound.count({
    where: { ownerId: user.id, sha256: { not: file.sha256 } },
  });
  checkStyleSoundCount(user.plan, count);
  await checkUsage(user, 'style-sound');
  await checkUsedBytes(user, file.bytes);
  const { sha256, path } = file;
  const key = styleSourceKey(sha256);
  await withUploadDeadline(sender, (deadline) =>
    whileStorageAnswers(key, deadline, (signal) => checkAudio(user, path, signal, LONGEST_STYLE_S)),
  );
  const isUnused = async (tx: Prisma.TransactionClient) =>
    (await tx.styleSound.count({ where: { sha256 } })) === 0;
  return storeContent({ sha256, path, key, isUnused }, (tx) => writeRows(tx, user, file, typed));
}

/**
 * Takes in a style sound that `user` uploads.
 * @throws ValidationError, UnusableAudioError, PlanLimitError or StorageFullError; nothing of the upload is left then
 */
export function uploadStyleSound(user: CurrentUser, request: Request): Promise<AcceptedStyle> {
  return withReceivedFile(user, request, 'style sound', (file) =>
    acceptStyle(user, file, styleFieldsSchema.parse(file.fields).name, request.signal),
  );
}
