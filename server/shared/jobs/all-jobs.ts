// Every kind of job there is; each has exactly one processor in the worker of its queue.
import type { z } from 'zod';
import type { JobContract } from './define-job';
import { grainLibraryJob } from './grain-library';
import { renderMixJob } from './render-mix';
import { restyleStemJob } from './restyle-stem';
import { separationJob } from './separation';

export const ALL_JOBS: readonly JobContract<z.ZodType, z.ZodType>[] = [
  separationJob,
  renderMixJob,
  grainLibraryJob,
  restyleStemJob,
];
