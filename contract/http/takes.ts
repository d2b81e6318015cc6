// The takes of a session: the operation of the API, and what it answers.
import { z } from 'zod';
import { stemIdSchema } from '@/contract/stems';
import { operation } from './operation';

/** A recorded performance, or one round of a loop in it. */
export const takeSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** The id of the track that it was recorded on */
  track: stemIdSchema,
  /** Its stem in the shared document, as the list of sources names it */
  source: stemIdSchema,
  /** Where it lies on the timeline */
  start_s: z.number(),
  /** Where it begins in its source */
  source_start_s: z.number(),
  duration_s: z.number(),
  /** When its recording began, by the clock of whoever recorded */
  recorded_at: z.iso.datetime(),
});

export const listTakes = operation({
  method: 'get',
  path: '/projects/{id}/takes',
  summary:
    'List the takes of a session in the order in which they were recorded, without those that were removed.',
  access: { project: 'viewer' },
  answer: { status: 200, schema: z.object({ takes: z.array(takeSchema) }) },
});
