// Removes what sets leave: jobs and files of those that are gone, tracks that no tracklist names any more.
import { getPrisma } from '@/server/shared/database/client';
import type { Prisma } from '@/server/shared/database/generated/client';
import { joinSetJob, planSetJob, renderSegmentJob } from '@/server/shared/jobs/make-set';
import { getStorage } from '@/server/shared/storage';
import { setPrefix, setWorkPrefix } from '@/server/shared/storage/keys';
import { dropUnlistedTracks } from '@/server/tracks/drop-unlisted';

const ENDED = { in: ['done', 'failed', 'cancelled'] } satisfies Prisma.EnumJobStateFilter;
const NAMES = [planSetJob, renderSegmentJob, joinSetJob].map(({ name }) => name);

/** Deletes the jobs of sets that went, with their project or just now. Returns how many went. */
export async function sweepSetJobs(): Promise<number> {
  const { count } = await getPrisma().job.deleteMany({
    where: { name: { in: NAMES }, djSets: { none: {} }, state: ENDED },
  });
  return count;
}

/** Deletes files of sets that have no row: of a job that finished after its set was removed. Returns how many sets. */
export async function sweepOrphanedSetFiles(): Promise<number> {
  const storage = getStorage();
  const stored = new Set((await storage.list('sets')).map((key) => key.split('/')[1] ?? ''));
  const known = await getPrisma().djSet.findMany({
    where: { id: { in: [...stored] } },
    select: { id: true },
  });
  for (const { id } of known) stored.delete(id);
  for (const id of stored) await storage.deletePrefix(setPrefix(id));
  return stored.size;
}

/** Deletes what the jobs of a set handed to each other, where none of them is at work any more. */
export async function sweepSetWork(): Promise<void> {
  const storage = getStorage();
  const keys = (await storage.list('sets')).filter((key) => key.split('/')[2] === 'work');
  const ids = [...new Set(keys.map((key) => key.split('/')[1] ?? ''))];
  const busy = await getPrisma().djSet.findMany({
    where: { id: { in: ids }, jobs: { some: { job: { state: { in: ['queued', 'running'] } } } } },
    select: { id: true },
  });
  const working = new Set(busy.map(({ id }) => id));
  for (const id of ids) if (!working.has(id)) await storage.deletePrefix(setWorkPrefix(id));
}

/** Forgets tracks that their project's tracklist has not named for a while. Returns how many went. */
export async function sweepTracks(now: Date): Promise<number> {
  const prisma = getPrisma();
  const projects = await prisma.track.findMany({ distinct: ['projectId'], select: { projectId: true } });
  let gone = 0;
  for (const { projectId } of projects) {
    gone += await prisma.$transaction((tx) => dropUnlistedTracks(tx, projectId, now));
  }
  return gone;
}
