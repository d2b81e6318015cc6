// Every kind of job there is; each has exactly one processor in the worker of its queue.
import { analyseTrackJob } from './analyse-track';
import type { JobDescriptor, ShownAs } from './define-job';
import { grainLibraryJob } from './grain-library';
import { importSourceJob } from './import-source';
import { joinSetJob, planSetJob, renderSegmentJob } from './make-set';
import { renderMixJob } from './render-mix';
import { restyleStemJob } from './restyle-stem';
import { separationJob } from './separation';

const JOBS = [
  separationJob,
  renderMixJob,
  grainLibraryJob,
  restyleStemJob,
  importSourceJob,
  analyseTrackJob,
  planSetJob,
  renderSegmentJob,
  joinSetJob,
] as const;

export type JobName = (typeof JOBS)[number]['name'];
export type KnownJob = JobDescriptor & { readonly name: JobName };
export const ALL_JOBS: readonly KnownJob[] = JOBS;

export const JOB_NAMES: readonly JobName[] = ALL_JOBS.map(({ name }) => name);

const BY_NAME: ReadonlyMap<string, KnownJob> = new Map(ALL_JOBS.map((job) => [job.name, job]));

/** The kind of job of this name; undefined for one that this version of the studio does not know. */
export const jobNamed = (name: string): KnownJob | undefined => BY_NAME.get(name);

/** Whether members of a project receive this when such a job changes. */
export const isShownAs = (name: JobName, as: ShownAs): boolean =>
  jobNamed(name)?.visibleTo.some((each) => each.as === as) ?? false;
