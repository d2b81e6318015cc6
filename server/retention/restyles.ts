// Removes stems played with a sound once no strip asks for them or plays them any more.
import { removeContent } from '@/server/shared/content-holds';
import { getPrisma } from '@/server/shared/database/client';
import { restyleStemJob } from '@/server/shared/jobs/restyle-stem';
import { getStorage } from '@/server/shared/storage';
import { separationPrefix } from '@/server/shared/storage/keys';

/** Long enough to go back to what one tried days ago without a wait. */
const UNUSED_MS = 3 * 24 * 60 * 60 * 1000;

/** Takes the row of a restyle away unless a strip has come to use it; then its files, unless it has come back. */
async function forget(id: string): Promise<boolean> {
  const gone = await getPrisma().$executeRaw`
    DELETE FROM "Job" WHERE "id" = ${id}
      AND NOT EXISTS (SELECT 1 FROM "Restyle" WHERE "jobId" = ${id} OR "heardJobId" = ${id})`;
  if (gone === 0) return false;
  await removeContent(id.split('-')[1] ?? '', {
    isUnused: async (tx) => (await tx.job.count({ where: { id } })) === 0,
    remove: () => getStorage().deletePrefix(separationPrefix(id)),
  });
  return true;
}

/** Removes restyles that no strip has used for days. Returns how many went. */
export async function sweepRestyles(now: Date): Promise<number> {
  const old = await getPrisma().job.findMany({
    where: {
      name: restyleStemJob.name,
      finishedAt: { lt: new Date(now.getTime() - UNUSED_MS) },
      restyles: { none: {} },
    },
    select: { id: true },
  });
  let gone = 0;
  for (const { id } of old) if (await forget(id)) gone += 1;
  return gone;
}
