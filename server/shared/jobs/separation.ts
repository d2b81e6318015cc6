// The separation job: an uploaded song in, stems in storage out.
import { z } from 'zod';
import { stemIdSchema } from '@/document/schema';
import { defineJob } from './define-job';

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
export const modelIdSchema = z.string().regex(/^[a-z0-9][a-z0-9_]{0,39}$/);

/** One separation per content and model, whoever asks: also the BullMQ job id, which allows no colon. */
export const separationId = (sha256: string, modelId: string): string => `sep-${sha256}-${modelId}`;

export const separatedStemSchema = z.object({
  id: stemIdSchema,
  headroomBits: z.number().int().min(0).max(8),
  peakDbfs: z.number().nullable(),
});

export const separationJob = defineJob({
  name: 'separation',
  queue: 'separation',
  input: z.object({ sha256: sha256Schema, modelId: modelIdSchema }),
  result: z.object({
    model: modelIdSchema,
    provider: z.string(),
    sampleRate: z.number().int().positive(),
    lengthSamples: z.number().int().nonnegative(),
    segmentSamples: z.number().int().positive(),
    stems: z.array(separatedStemSchema).min(1),
    wallSeconds: z.number().nonnegative(),
    peakRssMb: z.number().nonnegative(),
  }),
});
export type SeparationInput = z.infer<typeof separationJob.input>;
export type SeparationResult = z.infer<typeof separationJob.result>;
