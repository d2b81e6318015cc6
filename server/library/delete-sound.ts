// Removes style sounds from the library of their owner.

import { getPrisma } from '@/platform/database/client';
import { lockContent } from '@/platform/database/locks';
import { log } from '@/platform/log';
import { deleteLibraryFiles, deleteLibraryJob } from '@/platform/retention/libraries';

/** Removes a sound from its owner's library. Stems that play with it go on doing so until somebody changes them. */
export async function deleteSound(sound: {
  readonly id: string;
  readonly sha256: string;
  readonly jobId: string;
}): Promise<void> {
  const isLast = await getPrisma().$transaction(async (tx) => {
    await lockContent(tx, sound.sha256);
    await tx.styleSound.deleteMany({ where: { id: sound.id } });
    return deleteLibraryJob(tx, sound.jobId);
  });
  const bytes = isLast ? await deleteLibraryFiles(sound.sha256) : 0;
  log.info({ soundId: sound.id, bytes }, 'A style sound was deleted by its owner.');
}
