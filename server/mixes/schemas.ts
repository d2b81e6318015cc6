// What the export routes take and give.
import { z } from 'zod';
import { stemIdSchema, stripControlsSchema } from '@/document/schema';
import { bitDepthSchema, exportFormatSchema } from '@/server/shared/jobs/render-mix';

/** Four times the amplitude is +12 dB, where the faders stop too. */
const MAX_VOLUME = 4;

/** One stem of a mix that is given in the request instead of taken from the project. */
const stemConfigSchema = z.strictObject({
  /** Linear: 1 leaves the stem as it is, 0 silences it */
  volume: z
    .number()
    .min(0, 'A volume runs from 0 to 4.')
    .max(MAX_VOLUME, 'A volume runs from 0 to 4.')
    .default(1),
  enabled: z.boolean().default(true),
  /** -1 (left) to 1 (right) */
  pan: stripControlsSchema.shape.pan.default(0),
});

const mixConfigSchema = z.record(stemIdSchema, stemConfigSchema);
export type MixConfig = z.output<typeof mixConfigSchema>;

export const newMixSchema = z.object({
  project_id: z.string().min(1).max(64),
  /** Stems it leaves out play at volume 1; without it the project's shared mix is rendered */
  config: mixConfigSchema.optional(),
  /** Only these stems are heard, as with their solo buttons */
  solo: z.array(stemIdSchema).max(64).default([]),
  format: exportFormatSchema.default('mp3'),
  /** Ignored for MP3; 16 when absent */
  bit_depth: bitDepthSchema.default(16),
});
export type NewMix = z.output<typeof newMixSchema>;

const mixStatusSchema = z.enum(['queued', 'processing', 'complete', 'error']);

export const acceptedMixSchema = z.object({ mix_id: z.string(), status: mixStatusSchema });

export const mixReportSchema = z.object({
  duration_s: z.number(),
  /** Null for silence */
  peak_dbfs: z.number().nullable(),
  clipped_samples: z.number().int(),
  bytes: z.number().int(),
});

export const mixSchema = z.object({
  mix_id: z.string(),
  project_id: z.string(),
  status: mixStatusSchema,
  stage: z.string().nullable(),
  /** 0 to 1 */
  progress: z.number(),
  /** 1 for the next one */
  queue_position: z.number().int().nullable(),
  eta_s: z.number().nullable(),
  error: z.string().nullable(),
  format: exportFormatSchema,
  bit_depth: bitDepthSchema,
  created_at: z.iso.datetime(),
  /** Signed, for five minutes; null until the file is there */
  download_url: z.string().nullable(),
  /** When the file is removed */
  expires_at: z.iso.datetime().nullable(),
  report: mixReportSchema.nullable(),
});

export const mixListSchema = z.object({ mixes: z.array(mixSchema) });
