// Every kind of job there is; each has exactly one processor in the worker of its queue.
import type { z } from 'zod';
import { analyseTrackJob } from './analyse-track';
import type { JobContract } from './define-job';
import { grainLibraryJob } from './grain-library';
import { joinSetJob, planSetJob, renderSegmentJob } from './make-set';
import { renderMixJob } from './render-mix';
import { restyleStemJob } from './restyle-stem';
import { separationJob } from './separation';

export const ALL_JOBS: readonly JobContract<z.ZodType, z.ZodType>[] = [
  separationJob,
  renderMixJob,
  grainLibraryJob,
  restyleStemJob,
  analyseTrackJob,
  planSetJob,
  renderSegmentJob,
  joinSetJob,
];
