// The separation job: an uploaded song in, stems in storage out.

import { z } from 'zod';
import { modelIdSchema } from '@/contract/separation-models';
import { stemIdSchema } from '@/contract/stems';
import { separationPrefix } from '../storage/keys';
import { contentIds, sha256Schema } from './content-ids';
import { defineJob } from './define-job';

export const separationIds = contentIds('sep');

export const separatedStemSchema = z.object({
  id: stemIdSchema,
  headroomBits: z.number().int().min(0).max(8),
  /** Of the stem as it was separated; above what `headroomBits` covers, 6.02 dB each, it was clipped. */
  peakDbfs: z.number().nullable(),
});

/** The extent of stems in storage. */
const extentFields = {
  sampleRate: z.number().int().positive(),
  lengthSamples: z.number().int().nonnegative(),
  segmentSamples: z.number().int().positive(),
};

/** What a separation that runs has stored already; `lengthSamples` is what it will be in the end. */
export const storedPartialStemsSchema = z.object({
  ...extentFields,
  /** Every stem can be played up to here. */
  availableSamples: z.number().int().positive(),
  stems: z.array(separatedStemSchema.omit({ peakDbfs: true })).min(1),
});
export type StoredPartialStems = z.infer<typeof storedPartialStemsSchema>;

const input = z.object({ sha256: sha256Schema, modelId: modelIdSchema });
export type SeparationInput = z.infer<typeof input>;

export const separationJob = defineJob({
  name: 'separation',
  queue: 'separation',
  input,
  partialResult: storedPartialStemsSchema,
  result: z.object({
    model: modelIdSchema,
    provider: z.string(),
    ...extentFields,
    stems: z.array(separatedStemSchema).min(1),
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
