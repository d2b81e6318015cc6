// Ends sets: cancels the jobs that nothing else waits for, and removes rows and files.
import { publish } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import type { Prisma } from '@/platform/database/generated/client';
import { requestCancel } from '@/platform/job-store';
import { isShownAs, JOB_NAMES } from '@/platform/jobs/all-jobs';
import { log } from '@/platform/log';
import { removeFolder } from '@/platform/removal/counts';
import { getStorage } from '@/platform/storage';
import { setPrefix } from '@/platform/storage/keys';

const RUNNING_STATES = { in: ['queued', 'running'] } satisfies Prisma.EnumJobStateFilter;

/** The kinds of job that are steps of sets. */
const SET_JOBS = JOB_NAMES.filter((name) => isShownAs(name, 'set'));

/** An analysis belongs to its content: it goes on while a tracklist, a song or another set that is being made wants it. */
const stillWanted = (setId: string): Prisma.JobWhereInput => ({
  OR: [
    { tracks: { some: {} } },
    { analysedSongs: { some: {} } },
    { djSets: { some: { setId: { not: setId }, set: { cancelledAt: null } } } },
  ],
});

/** Cancels what only this set was waiting for. */
export async function cancelJobsOf(setId: string): Promise<void> {
  const jobs = await getPrisma().job.findMany({
    where: { state: RUNNING_STATES, djSets: { some: { setId } }, NOT: stillWanted(setId) },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  for (const { id } of jobs) await requestCancel(id);
}

/** Cancels jobs that were started for sets, tracks or songs and no longer belong to any. */
export async function cancelUnwantedJobs(): Promise<void> {
  const jobs = await getPrisma().job.findMany({
    where: {
      name: { in: SET_JOBS },
      state: RUNNING_STATES,
      tracks: { none: {} },
      analysedSongs: { none: {} },
      djSets: { none: {} },
    },
    select: { id: true },
  });
  for (const { id } of jobs) await requestCancel(id);
}

/** Cancels a set. The mark comes first: no step begins after it, so the jobs that are seen then are all there are. */
export async function cancelSet(setId: string): Promise<void> {
  await getPrisma().djSet.updateMany({
    where: { id: setId, cancelledAt: null },
    data: { cancelledAt: new Date() },
  });
  await cancelJobsOf(setId);
}

/**
 * Removes the row of a set that has ended, then its files; a job that is just stopping leaves its own to the sweeper.
 * @returns the bytes that went
 */
export async function deleteSetRows(setId: string): Promise<number> {
  const jobs = await getPrisma().djSetJob.findMany({
    where: { setId, phase: { not: 'analysing' } },
    select: { jobId: true },
  });
  const [removed] = await getPrisma().$queryRaw<{ projectId: string | null }[]>`
    DELETE FROM "DjSet" WHERE "id" = ${setId} RETURNING "projectId"`;
  if (removed?.projectId) await publish({ type: 'sets', projectId: removed.projectId });
  const ids = jobs.map(({ jobId }) => jobId);
  await getPrisma().job.deleteMany({ where: { id: { in: ids }, state: { notIn: RUNNING_STATES.in } } });
  const bytes = await removeFolder(getStorage(), setPrefix(setId));
  log.info({ setId, bytes }, 'A set was removed with its files.');
  return bytes;
}
