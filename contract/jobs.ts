// What every part knows of jobs: their states, the kinds that browsers are shown, and how the API names a state.

export const JOB_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** What the kinds of job that browsers receive events about are called, within a sentence. */
export const JOB_LABELS = {
  separation: 'separation',
  'render-mix': 'export',
  'restyle-stem': 'style sound',
} as const;
export type VisibleJobName = keyof typeof JOB_LABELS;

// Object.keys is typed as strings; these are the keys that the object above has.
export const VISIBLE_JOB_NAMES = Object.keys(JOB_LABELS) as readonly VisibleJobName[];

export const isVisibleJobName = (name: string): name is VisibleJobName => Object.hasOwn(JOB_LABELS, name);

/** The error of a job that somebody cancelled, as people read it. */
export const cancelledMessage = (name: VisibleJobName): string => `The ${JOB_LABELS[name]} was cancelled.`;

/**
 * The status that the API gives what a job makes, by the state of the job.
 * @param running the status while the job runs, such as `processing`
 * @param done the status once its result is there, such as `complete`
 * @param cancelled the status after a cancellation
 */
export const statusByState = <
  const Running extends string,
  const Done extends string,
  const Cancelled extends string = 'error',
>(
  running: Running,
  done: Done,
  cancelled: Cancelled | 'error' = 'error',
): Readonly<Record<JobState, 'queued' | Running | Done | 'error' | Cancelled>> => ({
  queued: 'queued',
  running,
  done,
  failed: 'error',
  cancelled,
});

/** The status of what is analysed: a track, a style sound. */
export const ANALYSIS_STATUS = statusByState('analysing', 'ready');
