// A job as people see it: state, progress, place in the queue and time left; for sockets and REST alike.
import type { JobState } from '@/contract/jobs';
import { compareStems } from '@/document/sources';
import type { PartialStems } from '@/document/wire/events';
import { getPrisma } from './database/client';
import type { Prisma } from './database/generated/client';
import { projectsOfJobs, shownJobIds } from './job-projects';
import { type JobName, jobNamed } from './jobs/all-jobs';
import type { QueueName } from './jobs/define-job';
import { separationJob } from './jobs/separation';
import { type QueueForecast, queueForecast } from './queue-forecast';
import { describeStems } from './stem-results';

export interface JobView {
  readonly jobId: string;
  readonly name: JobName;
  readonly state: JobState;
  readonly stage: string;
  /** 0 to 1. */
  readonly progress: number;
  /** 1 for the next one; null unless it waits. */
  readonly queuePosition: number | null;
  /** Estimated seconds until it is done. */
  readonly etaS: number | null;
  readonly error: string | null;
  /** The export it makes, for render jobs. */
  readonly mixId: string | null;
  /** The stem it plays with a style sound, for restyle jobs. */
  readonly stemId: string | null;
  /** The part of a running separation that can be played already. */
  readonly partialResult: PartialStems | null;
  /** Every project that waits for it: one separation serves all projects with the same song. */
  readonly projectIds: readonly string[];
}

const SHOWN = {
  mix: { select: { id: true } },
  restyles: { select: { stemId: true } },
} satisfies Prisma.JobInclude;

type ShownJob = Prisma.JobGetPayload<{ include: typeof SHOWN }>;

/**
 * A cancelled or failed job keeps nothing of its stems; those of a finished one are in the shared document.
 */
function partialStems({ id, name, state, partialResult }: ShownJob): PartialStems | null {
  if (name !== separationJob.name || state !== 'running' || partialResult === null) return null;
  const stored = separationJob.partialResult.parse(partialResult);
  return { availableSamples: stored.availableSamples, stems: describeStems(id, stored).sort(compareStems) };
}

/** The stage of a waiting job while no worker that takes such jobs is there. */
const NO_WORKER = 'waiting for a worker';

/** Null for a kind of job that this version of the studio does not know. */
function viewOf(job: ShownJob, forecast: QueueForecast, projectIds: readonly string[]): JobView | null {
  const name = jobNamed(job.name)?.name;
  if (!name) return null;
  const waiting = job.state === 'queued' ? forecast.get(job.id) : undefined;
  return {
    jobId: job.id,
    name,
    state: job.state,
    stage: waiting?.isServed === false ? NO_WORKER : job.stage,
    progress: job.progress,
    queuePosition: waiting?.position ?? null,
    etaS: waiting ? waiting.etaS : job.etaS,
    error: job.error,
    mixId: job.mix?.id ?? null,
    stemId: job.restyles[0]?.stemId ?? null,
    partialResult: partialStems(job),
    projectIds,
  };
}

const forecastFor = (job: ShownJob, since?: number): Promise<QueueForecast> | QueueForecast =>
  job.state === 'queued' ? queueForecast(job.queue as QueueName, [job.id], since) : new Map();

/**
 * One job as people see it, or null when there is none, or none of a kind that is known.
 * @param since its place in the queue is as of this time of `performance.now()` or later; left out, half a second
 * at most may have passed
 */
export async function jobView(id: string, since?: number): Promise<JobView | null> {
  const job = await getPrisma().job.findUnique({ where: { id }, include: SHOWN });
  if (!job) return null;
  const [forecast, shownIn] = await Promise.all([forecastFor(job, since), projectsOfJobs([id])]);
  return viewOf(
    job,
    forecast,
    shownIn.map(({ projectId }) => projectId),
  );
}

/** The jobs of a project that wait or run, and the failures that its strips still show; oldest first. */
export async function listLiveJobs(projectId: string): Promise<JobView[]> {
  const ids = await shownJobIds(projectId);
  if (ids.length === 0) return [];
  const [jobs, shownIn] = await Promise.all([
    getPrisma().job.findMany({
      where: { id: { in: ids } },
      include: SHOWN,
      orderBy: { createdAt: 'asc' },
    }),
    projectsOfJobs(ids),
  ]);
  const queued = jobs.filter((job) => job.state === 'queued');
  const waiting = new Set(queued.map((job) => job.queue as QueueName));
  const forecasts = new Map<string, QueueForecast>(
    await Promise.all(
      [...waiting].map(async (queue) => {
        const its = queued.filter((job) => job.queue === queue).map(({ id }) => id);
        return [queue, await queueForecast(queue, its)] as const;
      }),
    ),
  );
  return jobs.flatMap((job) => {
    const projectIds = shownIn.filter(({ jobId }) => jobId === job.id).map((row) => row.projectId);
    return viewOf(job, forecasts.get(job.queue) ?? new Map(), projectIds) ?? [];
  });
}

/** The place of a waiting job in its queue, 1 for the next one; null unless it waits. */
export async function jobQueuePosition(id: string): Promise<number | null> {
  return (await jobView(id, performance.now()))?.queuePosition ?? null;
}
