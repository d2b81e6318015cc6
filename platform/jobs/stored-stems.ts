// Stems as jobs describe what they have stored of them: separated ones, and imported files.
import { z } from 'zod';
import { stemIdSchema } from '@/contract/stems';

export const storedStemSchema = z.object({
  id: stemIdSchema,
  headroomBits: z.number().int().min(0).max(8),
  /** Of the stem as it was made, null for silence; above what `headroomBits` covers, 6.02 dB each, it was clipped. */
  peakDbfs: z.number().nullable(),
});

/** The extent of stems in storage. */
export const storedExtentSchema = z.object({
  sampleRate: z.number().int().positive(),
  lengthSamples: z.number().int().nonnegative(),
  segmentSamples: z.number().int().positive(),
});

/** What a job that stores whole stems results in, at least. */
export const storedStemsSchema = storedExtentSchema.extend({ stems: z.array(storedStemSchema).min(1) });
export type StoredStems = z.infer<typeof storedStemsSchema>;
