// Stops the remaining jobs of failed sets, and removes tracks that are in no tracklist.

import { cancelJobsOf, cancelUnwantedJobs } from '@/platform/automix/stop-set';
import { subscribe } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import type { Prisma } from '@/platform/database/generated/client';
import { isShownAs } from '@/platform/jobs/all-jobs';
import { joinSetJob } from '@/platform/jobs/make-set';
import { log } from '@/platform/log';
import { removeFolder } from '@/platform/removal/counts';
import { getStorage } from '@/platform/storage';
import { setWorkPrefix } from '@/platform/storage/keys';
import { sweepUnlistedTracks } from '@/server/tracks/sweep-tracks';

/** Catches up on lost events. */
const RECONCILE_INTERVAL_MS = 60_000;

const LIVE = { job: { state: { in: ['queued', 'running'] } } } satisfies Prisma.DjSetJobWhereInput;

/**
 * Cancels the remaining jobs of sets one of whose jobs has failed, or that were cancelled in the middle of a
 * step, and the jobs of sets and tracks that were deleted with their project.
 */
export async function stopBrokenSets(): Promise<void> {
  const broken = await getPrisma().djSet.findMany({
    where: {
      jobs: { some: LIVE },
      OR: [
        { cancelledAt: { not: null } },
        { jobs: { some: { job: { state: { in: ['failed', 'cancelled'] } } } } },
      ],
    },
    select: { id: true },
  });
  for (const { id } of broken) await cancelJobsOf(id);
  await cancelUnwantedJobs();
}

/** Removes what the jobs of a set handed to each other, once the last of them is done. */
async function dropWorkOf(joinJobId: string): Promise<void> {
  const done = await getPrisma().djSetJob.findFirst({
    where: { jobId: joinJobId, job: { state: 'done' } },
    select: { setId: true },
  });
  if (!done) return;
  const bytes = await removeFolder(getStorage(), setWorkPrefix(done.setId));
  log.info({ setId: done.setId, bytes }, 'The intermediate files of a finished set were deleted.');
}

export interface SetReconciler {
  close(): Promise<void>;
}

/** Keeps sets in order in this process; any number of processes may. */
export async function startSetReconciler(): Promise<SetReconciler> {
  let working: Promise<void> = Promise.resolve();
  const attempt = (work: () => Promise<unknown>) => {
    working = working.then(work).then(
      () => undefined,
      (error: unknown) => log.warn({ err: error }, 'Sets could not be looked after; the next look does.'),
    );
  };
  const reconcile = () => {
    attempt(stopBrokenSets);
    attempt(sweepUnlistedTracks);
  };
  const unsubscribe = await subscribe((event) => {
    if (event.type === 'project-deleted') attempt(stopBrokenSets);
    if (event.type !== 'job' || event.change !== 'state' || !isShownAs(event.name, 'set')) return;
    attempt(stopBrokenSets);
    if (event.name === joinSetJob.name) attempt(() => dropWorkOf(event.jobId));
  }, reconcile);
  const timer = setInterval(reconcile, RECONCILE_INTERVAL_MS);
  reconcile();
  return {
    async close() {
      clearInterval(timer);
      unsubscribe();
      await working;
    },
  };
}
