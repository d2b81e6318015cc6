// Removes the files of exports whose time is over, later their rows, and what no export knows of any more.
import { getPrisma } from '@/server/shared/database/client';
import { renderMixJob } from '@/server/shared/jobs/render-mix';
import { getStorage } from '@/server/shared/storage';
import { coverKey, mixKey } from '@/server/shared/storage/keys';

/** An export without its file stays listed as expired for so long. */
const REMEMBERED_MS = 7 * 24 * 60 * 60 * 1000;

const ENDED = { in: ['done', 'failed', 'cancelled'] } as const;

/** Deletes the files of expired exports, and the rows of those that expired a week ago. Returns how many rows went. */
export async function sweepMixes(now: Date): Promise<number> {
  const prisma = getPrisma();
  const storage = getStorage();
  const forgotten = new Date(now.getTime() - REMEMBERED_MS);
  const expired = await prisma.mix.findMany({
    where: { expiresAt: { lt: now }, job: { state: { in: [...ENDED.in] } } },
  });
  for (const { id, format } of expired) await storage.delete(mixKey(id, format));
  const old = expired.filter(({ expiresAt }) => expiresAt && expiresAt < forgotten).map(({ id }) => id);
  const { count } = await prisma.mix.deleteMany({ where: { id: { in: old } } });
  // Exports that went with their project, or just now, leave their jobs behind.
  await prisma.job.deleteMany({
    where: { name: renderMixJob.name, mix: null, state: { in: [...ENDED.in] } },
  });
  return count;
}

/** Deletes files of exports that have no row: a render that finished after its project was deleted. */
export async function sweepOrphanedMixFiles(): Promise<number> {
  const storage = getStorage();
  let gone = 0;
  for (const key of await storage.list('mixes')) {
    const id = key.split('/').at(-1)?.split('.')[0] ?? '';
    // The row is written before the job that writes the file, so a file without one is nobody's.
    if (await getPrisma().mix.findUnique({ where: { id }, select: { id: true } })) continue;
    await storage.delete(key);
    gone += 1;
  }
  return gone;
}

/** Deletes covers of projects that are gone: one that was uploaded while its project was deleted. */
export async function sweepOrphanedCovers(): Promise<number> {
  const storage = getStorage();
  let gone = 0;
  for (const key of await storage.list('covers')) {
    const id = key.split('/').at(-1) ?? '';
    if (await getPrisma().project.findUnique({ where: { id }, select: { id: true } })) continue;
    await storage.delete(coverKey(id));
    gone += 1;
  }
  return gone;
}
