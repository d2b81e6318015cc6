// Removes style sounds, and what is stored of a content once nobody has it in their library any more.
import { lockContent } from '@/server/database-locks';
import { removeContent } from '@/server/shared/content-holds';
import { getPrisma } from '@/server/shared/database/client';
import type { Prisma } from '@/server/shared/database/generated/client';
import { requestCancel } from '@/server/shared/job-store';
import { grainLibraryJob } from '@/server/shared/jobs/grain-library';
import { sha256Schema } from '@/server/shared/jobs/separation';
import { getStorage } from '@/server/shared/storage';
import { stylePrefix } from '@/server/shared/storage/keys';

/** Takes the job of a library away that no sound refers to; a worker in the middle of it can write nothing any more. */
async function forgetJob(tx: Prisma.TransactionClient, jobId: string): Promise<boolean> {
  if ((await tx.styleSound.count({ where: { jobId } })) > 0) return false;
  await requestCancel(jobId, tx);
  await tx.job.deleteMany({ where: { id: jobId } });
  return true;
}

/**
 * Deletes the files of a content that has no rows. Rows go first and in a transaction of their own: a crash in
 * between leaves files without rows, which the daily scan finds, never rows without files.
 */
async function deleteFiles(sha256: string): Promise<void> {
  await removeContent(sha256, {
    isUnused: async (tx) => (await tx.styleSound.count({ where: { sha256 } })) === 0,
    remove: () => getStorage().deletePrefix(stylePrefix(sha256)),
  });
}

/** Removes a sound from its owner's library. Stems that play with it go on doing so until somebody changes them. */
export async function deleteSound(sound: {
  readonly id: string;
  readonly sha256: string;
  readonly jobId: string;
}): Promise<void> {
  const isLast = await getPrisma().$transaction(async (tx) => {
    await lockContent(tx, sound.sha256);
    await tx.styleSound.deleteMany({ where: { id: sound.id } });
    return forgetJob(tx, sound.jobId);
  });
  if (isLast) await deleteFiles(sound.sha256);
}

/** Removes libraries that nobody has any more, as a deleted account leaves them. Returns how many went. */
export async function sweepLibraries(): Promise<number> {
  const unused = await getPrisma().job.findMany({
    where: { name: grainLibraryJob.name, styleSounds: { none: {} } },
  });
  let gone = 0;
  for (const { id, input } of unused) {
    const { sha256 } = grainLibraryJob.input.parse(input);
    const wasUnused = await getPrisma().$transaction(async (tx) => {
      await lockContent(tx, sha256);
      return forgetJob(tx, id);
    });
    if (!wasUnused) continue;
    await deleteFiles(sha256);
    gone += 1;
  }
  return gone;
}

/** Deletes stored style sounds without a row, as crashes leave them. Reads the whole list of what is stored. */
export async function sweepOrphanedStyleFiles(): Promise<void> {
  const hashes = new Set((await getStorage().list('styles')).map((key) => key.split('/')[1] ?? ''));
  for (const sha256 of hashes) if (sha256Schema.safeParse(sha256).success) await deleteFiles(sha256);
}
