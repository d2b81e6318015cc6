// The separation job: an uploaded song in, stems in storage out.

import { z } from 'zod';
import { modelIdSchema } from '@/contract/separation-models';
import { separationPrefix } from '../storage/keys';
import { contentIds, sha256Schema } from './content-ids';
import { defineJob } from './define-job';
import { storedExtentSchema, storedStemSchema, storedStemsSchema } from './stored-stems';

export const separationIds = contentIds('sep');

/** What a separation that runs has stored already; `lengthSamples` is what it will be in the end. */
export const storedPartialStemsSchema = storedExtentSchema.extend({
  /** Every stem can be played up to here. */
  availableSamples: z.number().int().positive(),
  stems: z.array(storedStemSchema.omit({ peakDbfs: true })).min(1),
});
export type StoredPartialStems = z.infer<typeof storedPartialStemsSchema>;

const input = z.object({ sha256: sha256Schema, modelId: modelIdSchema });
export type SeparationInput = z.infer<typeof input>;

export const separationJob = defineJob({
  name: 'separation',
  queue: 'separation',
  input,
  partialResult: storedPartialStemsSchema,
  result: storedStemsSchema.extend({
    model: modelIdSchema,
    provider: z.string(),
    wallSeconds: z.number().nonnegative(),
    peakRssMb: z.number().nonnegative(),
  }),
  /** One separation per content and model, whoever asks. */
  idOf: ({ sha256, modelId }: SeparationInput) => `${separationIds.startOf(sha256)}${modelId}`,
  visibleTo: [{ as: 'job', from: '"Song"', jobColumn: 'separationId' }],
  retention: {
    until: 'content-unused',
    ids: separationIds,
    output: (id: string) => ({ folder: separationPrefix(id) }),
  },
});
export type SeparationResult = z.infer<typeof separationJob.result>;
