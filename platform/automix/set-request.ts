// The options of a set, as they are stored with it from the request to the last job.

import { z } from 'zod';
import { SET_FORMATS, SET_STRATEGIES } from '@/contract/set-vocabulary';

import { sequenceConstraintsSchema } from '../jobs/plan-schema';

export const setRequestSchema = z.object({
  strategy: z.enum(SET_STRATEGIES),
  format: z.enum(SET_FORMATS),
  constraints: sequenceConstraintsSchema,
});
export type SetRequest = z.infer<typeof setRequestSchema>;
