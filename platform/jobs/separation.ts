// The separation job: an uploaded song in, stems in storage out.

import { z } from 'zod';
import { modelIdSchema } from '@/contract/separation-models';
import { stemIdSchema } from '@/contract/stems';

import { defineJob } from './define-job';

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** One separation per content and model, whoever asks: also the BullMQ job id, which allows no colon. */
export const separationId = (sha256: string, modelId: string): string => `sep-${sha256}-${modelId}`;

export const separatedStemSchema = z.object({
  id: stemIdSchema,
  headroomBits: z.number().int().min(0).max(8),
  /** Of the stem as it was separated; above what `headroomBits` holds, 6.02 dB each, it was clipped. */
  peakDbfs: z.number().nullable(),
});

/** The extent of stems in storage. */
const extentFields = {
  sampleRate: z.number().int().positive(),
  lengthSamples: z.number().int().nonnegative(),
  segmentSamples: z.number().int().positive(),
};

/** What a separation that runs has stored already; `lengthSamples` is what it will be in the end. */
export const stemsSoFarSchema = z.object({
  ...extentFields,
  /** Every stem can be heard up to here. */
  availableSamples: z.number().int().positive(),
  stems: z.array(separatedStemSchema.omit({ peakDbfs: true })).min(1),
});
export type StemsSoFar = z.infer<typeof stemsSoFarSchema>;

export const separationJob = defineJob({
  name: 'separation',
  queue: 'separation',
  input: z.object({ sha256: sha256Schema, modelId: modelIdSchema }),
  result: z.object({
    model: modelIdSchema,
    provider: z.string(),
    ...extentFields,
    stems: z.array(separatedStemSchema).min(1),
    wallSeconds: z.number().nonnegative(),
    peakRssMb: z.number().nonnegative(),
  }),
});
export type SeparationInput = z.infer<typeof separationJob.input>;
export type SeparationResult = z.infer<typeof separationJob.result>;
