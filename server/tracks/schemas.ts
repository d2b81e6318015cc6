// What the routes of a project's tracks take and give.
import { z } from 'zod';
import { projectIdSchema } from '@/document/wire/events';

export const trackFormSchema = z.object({ name: z.string().max(500, 'The name is too long.').optional() });

/** The song of a project one is a member of; the project itself counts too. */
export const borrowedTrackSchema = z.object({ from_project_id: projectIdSchema });

export const trackStatusSchema = z.enum(['queued', 'analysing', 'ready', 'error']);

export const trackAnalysisSchema = z.object({
  duration_s: z.number(),
  /** Null where nothing repeats */
  bpm: z.number().nullable(),
  bpm_confidence: z.number(),
  /** False where a human played */
  is_steady: z.boolean(),
  key: z.object({ name: z.string(), camelot: z.string(), confidence: z.number() }).nullable(),
  integrated_lufs: z.number().nullable(),
  true_peak_dbtp: z.number().nullable(),
  /** From the first bar to the last, 0 to 1 */
  energy: z.array(z.number()),
});

export const trackSchema = z.object({
  id: z.string(),
  name: z.string(),
  status: trackStatusSchema,
  error: z.string().nullable(),
  /** How the file is damaged, in a sentence; null for one that is whole */
  note: z.string().nullable(),
  /** Of the file */
  duration_s: z.number(),
  /** Whether vocals, drums, bass and the rest are there to be mixed one by one */
  has_stems: z.boolean(),
  analysis: trackAnalysisSchema.nullable(),
});

export const trackListSchema = z.object({ tracks: z.array(trackSchema) });
