// Derives the events for users of a project from the jobs of a set.
import { type SetEvent, setEventSchema } from '@/document/wire/events';
import { getPrisma } from '@/platform/database/client';
import { errorOf, progressOf, type SetWithJobs, WITH_JOBS } from '@/server/automix/sets';

async function eventOf(set: SetWithJobs): Promise<SetEvent> {
  const { projectId, id: setId } = set;
  return setEventSchema.parse({ projectId, setId, ...(await progressOf(set)), error: errorOf(set) });
}

/** One event for each set of a project that waits for this job, or that it has just finished. */
export async function setEventsOfJob(jobId: string): Promise<SetEvent[]> {
  const sets = await getPrisma().djSet.findMany({
    where: { projectId: { not: null }, jobs: { some: { jobId } } },
    include: WITH_JOBS,
  });
  return Promise.all(sets.map(eventOf));
}

/** The sets of a project that are being made. */
export async function liveSetsOf(projectId: string): Promise<SetEvent[]> {
  const sets = await getPrisma().djSet.findMany({
    where: { projectId, jobs: { some: { job: { state: { in: ['queued', 'running'] } } } } },
    include: WITH_JOBS,
  });
  return Promise.all(sets.map(eventOf));
}
