// The progress of a set, from the rows of its jobs: phase, share of the work, and time left.
import type { z } from 'zod';
import type { setPhaseSchema, setStatusSchema } from '@/contract/http/sets';
import type { JobState } from '@/platform/database/generated/client';
import { analyseTrackJob } from '@/platform/jobs/analyse-track';
import { joinSetJob, planSetJob, renderSegmentJob } from '@/platform/jobs/make-set';
import { type QueueForecast, queueForecast, recentPace } from '@/platform/queue-forecast';

export type Phase = Exclude<z.infer<typeof setPhaseSchema>, 'done'>;

export interface SetJobState {
  readonly phase: Phase;
  readonly place: number;
  readonly job: {
    readonly id: string;
    readonly state: JobState;
    /** 0 to 1 */
    readonly progress: number;
    readonly etaS: number | null;
  };
}

export interface SetSize {
  /** Seconds of all songs together */
  readonly audioS: number;
  readonly tracks: number;
}

export interface SetProgress {
  readonly status: z.infer<typeof setStatusSchema>;
  readonly phase: z.infer<typeof setPhaseSchema>;
  readonly currentSegment: number;
  readonly totalSegments: number;
  /** 0 to 1 */
  readonly progress: number;
  /** Seconds until the set is there; null once it is or never will be */
  readonly etaS: number | null;
}

const PHASES: readonly Phase[] = ['analysing', 'planning', 'rendering', 'joining'];

const JOB_OF: Readonly<Record<Phase, string>> = {
  analysing: analyseTrackJob.name,
  planning: planSetJob.name,
  rendering: renderSegmentJob.name,
  joining: joinSetJob.name,
};

/** Seconds of work per second of audio while this studio has not finished any of the kind yet: a slow machine's. */
const FIRST_PACE: Readonly<Record<Phase, number>> = {
  analysing: 0.04,
  planning: 0.002,
  rendering: 0.06,
  joining: 0.03,
};

const hasEnded = ({ state }: SetJobState['job']): boolean => state !== 'queued' && state !== 'running';

/** The share of a phase that is done; `jobs` are those of the phase. */
function doneShare(jobs: readonly SetJobState[], expected: number): number {
  const done = jobs.reduce((sum, { job }) => sum + (job.state === 'done' ? 1 : job.progress), 0);
  return Math.min(1, done / Math.max(1, expected));
}

function statusOf(jobs: readonly SetJobState[], isCancelled: boolean): SetProgress['status'] {
  if (isCancelled || jobs.some(({ job }) => job.state === 'failed' || job.state === 'cancelled')) {
    return 'error';
  }
  if (jobs.some(({ phase, job }) => phase === 'joining' && job.state === 'done')) return 'complete';
  return jobs.every(({ phase, job }) => phase === 'analysing' && job.state === 'queued')
    ? 'queued'
    : 'processing';
}

/** The latest phase that has jobs. */
const phaseOf = (jobs: readonly SetJobState[]): Phase =>
  PHASES.findLast((phase) => jobs.some((each) => each.phase === phase)) ?? 'analysing';

function currentSegment(jobs: readonly SetJobState[], phase: Phase, total: number): number {
  if (phase === 'joining') return total;
  if (phase !== 'rendering') return 0;
  const done = jobs.filter((each) => each.phase === 'rendering' && each.job.state === 'done').length;
  return Math.min(total, done + 1);
}

export interface Pace {
  /** Seconds of work per second of audio, by job name. */
  readonly pace: ReadonlyMap<string, number>;
  readonly slots: number;
  readonly forecast: QueueForecast;
}

/** Seconds that a phase still takes when nothing else is in the way. */
const secondsLeft = (phase: Phase, share: number, { audioS }: SetSize, { pace, slots }: Pace): number =>
  ((pace.get(JOB_OF[phase]) ?? FIRST_PACE[phase]) * audioS * (1 - share)) /
  (phase === 'analysing' || phase === 'rendering' ? slots : 1);

/** Weighs the phases by what they cost and adds up what is left of each. */
export function predictSet(
  jobs: readonly SetJobState[],
  size: SetSize,
  known: Pace,
  isCancelled = false,
): SetProgress {
  const status = statusOf(jobs, isCancelled);
  const phase = phaseOf(jobs);
  const now = PHASES.indexOf(phase);
  const shareOf = (each: Phase): number => {
    if (PHASES.indexOf(each) < now) return 1;
    const expected = each === 'analysing' || each === 'rendering' ? size.tracks : 1;
    return doneShare(
      jobs.filter((job) => job.phase === each),
      expected,
    );
  };
  const costs = PHASES.map((each) => secondsLeft(each, 0, size, known));
  const left = PHASES.map((each) => secondsLeft(each, shareOf(each), size, known));
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
  const waits = jobs
    .filter(({ job }) => !hasEnded(job))
    .map(({ job }) => (job.state === 'queued' ? known.forecast.get(job.id)?.etaS : job.etaS) ?? 0);
  const [current = 0, ...later] = left.slice(now);
  const etaS = Math.max(current, ...waits) + sum(later);
  const isComplete = status === 'complete';
  return {
    status,
    phase: isComplete ? 'done' : phase,
    currentSegment: currentSegment(jobs, phase, size.tracks),
    totalSegments: size.tracks,
    progress: isComplete ? 1 : Math.min(0.999, 1 - sum(left) / Math.max(1e-9, sum(costs))),
    etaS: isComplete || status === 'error' ? null : etaS,
  };
}

/** Reads how fast the CPU workers are and what stands before the waiting jobs. */
export async function readPace(jobs: readonly SetJobState[]): Promise<Pace> {
  const isWaiting = jobs.some(({ job }) => job.state === 'queued');
  const isLive = jobs.some(({ job }) => !hasEnded(job));
  if (!isLive) return { pace: new Map(), slots: 1, forecast: new Map() };
  const [{ pace, slots }, forecast] = await Promise.all([
    recentPace('cpu'),
    isWaiting ? queueForecast('cpu') : new Map<string, never>(),
  ]);
  return { pace, slots: Math.max(1, slots), forecast };
}
