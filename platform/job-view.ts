// A job as people see it: state, progress, place in the queue and time left; for sockets and REST alike.
import { compareStems } from '@/document/read';
import type { HeardSoFar } from '@/document/wire/events';
import { getPrisma } from './database/client';
import type { JobState, Prisma } from './database/generated/client';
import { type QueueOutlook, queueOutlook } from './job-outlook';
import type { QueueName } from './jobs/define-job';
import { stemsSoFarSchema } from './jobs/separation';
import { describeStems } from './stem-results';

export interface JobView {
  readonly jobId: string;
  readonly name: string;
  readonly state: JobState;
  readonly stage: string;
  /** 0 to 1. */
  readonly progress: number;
  /** 1 for the next one; null unless it waits. */
  readonly queuePosition: number | null;
  /** Seconds until it is done, as far as anybody can tell. */
  readonly etaS: number | null;
  readonly error: string | null;
  /** The export it makes, for render jobs. */
  readonly mixId: string | null;
  /** The stem it plays with a style sound, for restyle jobs. */
  readonly stemId: string | null;
  /** What can be heard already of a separation that runs. */
  readonly soFar: HeardSoFar | null;
  /** Every project that waits for it: one separation serves all projects with the same song. */
  readonly projectIds: readonly string[];
}

const SHOWN = {
  mix: { select: { id: true, projectId: true } },
  songs: { select: { projectId: true } },
  restyles: { select: { projectId: true, stemId: true } },
} satisfies Prisma.JobInclude;

type ShownJob = Prisma.JobGetPayload<{ include: typeof SHOWN }>;

/** A cancelled or failed job keeps nothing of its stems; of a finished one the shared document tells. */
function heardSoFar({ id, state, soFar }: ShownJob): HeardSoFar | null {
  if (state !== 'running' || soFar === null) return null;
  const stored = stemsSoFarSchema.parse(soFar);
  return { availableSamples: stored.availableSamples, stems: describeStems(id, stored).sort(compareStems) };
}

/** The stage of a waiting job while no worker that takes such jobs is there. */
const NO_WORKER = 'waiting for a worker';

function viewOf(job: ShownJob, outlook: QueueOutlook): JobView {
  const waiting = job.state === 'queued' ? outlook.get(job.id) : undefined;
  return {
    jobId: job.id,
    name: job.name,
    state: job.state,
    stage: waiting?.isServed === false ? NO_WORKER : job.stage,
    progress: job.progress,
    queuePosition: waiting?.position ?? null,
    etaS: waiting ? waiting.etaS : job.etaS,
    error: job.error,
    mixId: job.mix?.id ?? null,
    stemId: job.restyles[0]?.stemId ?? null,
    soFar: heardSoFar(job),
    projectIds: [...job.songs, ...job.restyles, ...(job.mix ? [job.mix] : [])].map(
      ({ projectId }) => projectId,
    ),
  };
}

const outlookFor = (job: ShownJob, since?: number): Promise<QueueOutlook> | QueueOutlook =>
  job.state === 'queued' ? queueOutlook(job.queue as QueueName, [job.id], since) : new Map();

/**
 * One job as people see it, or null when there is none.
 * @param since its place in the queue is as of this time of `performance.now()` or later; left out, half a second
 * at most may have passed
 */
export async function jobView(id: string, since?: number): Promise<JobView | null> {
  const job = await getPrisma().job.findUnique({ where: { id }, include: SHOWN });
  return job && viewOf(job, await outlookFor(job, since));
}

/** The jobs of a project that wait or run, and the failures that its strips still show; oldest first. */
export async function listLiveJobs(projectId: string): Promise<JobView[]> {
  const jobs = await getPrisma().job.findMany({
    where: {
      OR: [
        {
          state: { in: ['queued', 'running'] },
          OR: [{ songs: { some: { projectId } } }, { mix: { projectId } }],
        },
        { state: { in: ['queued', 'running', 'failed'] }, restyles: { some: { projectId } } },
      ],
    },
    include: SHOWN,
    orderBy: { createdAt: 'asc' },
  });
  const queued = jobs.filter((job) => job.state === 'queued');
  const waiting = new Set(queued.map((job) => job.queue as QueueName));
  const outlooks = new Map<string, QueueOutlook>(
    await Promise.all(
      [...waiting].map(async (queue) => {
        const ids = queued.filter((job) => job.queue === queue).map(({ id }) => id);
        return [queue, await queueOutlook(queue, ids)] as const;
      }),
    ),
  );
  return jobs.map((job) => viewOf(job, outlooks.get(job.queue) ?? new Map()));
}

/** The place of a waiting job in its queue, 1 for the next one; null unless it waits. */
export async function jobQueuePosition(id: string): Promise<number | null> {
  return (await jobView(id, performance.now()))?.queuePosition ?? null;
}
