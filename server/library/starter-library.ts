// Puts the starter sounds into the library of a studio that does not have them yet.
import { getPrisma } from '@/platform/database/client';
import { createJob } from '@/platform/job-store';
import { grainLibraryJob } from '@/platform/jobs/grain-library';
import { STARTER_NAMES, starterHash, starterId, starterSoundSchema } from '@/platform/starter-sounds';

/**
 * Adds the rows of all starter sounds and asks for their grains. Several processes may do this at once and at every
 * start: sounds that are there stay, and one whose recipe has changed is made anew.
 */
export async function ensureStarterLibrary(): Promise<void> {
  for (const sound of starterSoundSchema.options) {
    const sha256 = starterHash(sound);
    const jobId = grainLibraryJob.idOf({ sha256 });
    const row = { name: STARTER_NAMES[sound], sha256, jobId };
    await getPrisma().$transaction(async (tx) => {
      await createJob(tx, grainLibraryJob, {
        id: jobId,
        input: { sha256, starter: sound },
        requestedBy: null,
      });
      const id = starterId(sound);
      await tx.styleSound.upsert({ where: { id }, create: { id, ...row }, update: row });
    });
  }
}
