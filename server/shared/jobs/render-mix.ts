// The render job: the shared mix of a project in, one audio file in storage out.
import { z } from 'zod';
import { masterStateSchema, stemIdSchema, stripStateSchema } from '@/document/schema';
import { defineJob } from './define-job';

export const exportFormatSchema = z.enum(['mp3', 'wav', 'flac']);
export type ExportFormat = z.infer<typeof exportFormatSchema>;
export const bitDepthSchema = z.union([z.literal(16), z.literal(24)]);

export const renderMixJob = defineJob({
  name: 'render-mix',
  queue: 'cpu',
  input: z.object({
    mixId: z.string().min(1).max(64),
    format: exportFormatSchema,
    bitDepth: bitDepthSchema,
    title: z.string().max(200),
    sampleRate: z.number().int().positive(),
    lengthSamples: z.number().int().nonnegative(),
    segmentSamples: z.number().int().positive(),
    master: masterStateSchema.pick({ gainDb: true }),
    stems: z.array(
      z.object({
        id: stemIdSchema,
        sourceId: z.string().min(1).max(160),
        headroomBits: z.number().int().min(0).max(8),
        ...stripStateSchema.pick({ gainDb: true, pan: true, mute: true }).shape,
        /** Silenced for this export only, because the listener had other stems on solo. */
        silenced: z.boolean(),
      }),
    ),
  }),
  result: z.object({
    bytes: z.number().int().nonnegative(),
    durationS: z.number().nonnegative(),
    peakDbfs: z.number().nullable(),
    clippedSamples: z.number().int().nonnegative(),
    /** Null for silence; missing in the results of renders that did not measure it yet. */
    integratedLufs: z.number().nullable().optional(),
    rangeLu: z.number().nullable().optional(),
    truePeakDbtp: z.number().nullable().optional(),
    wallSeconds: z.number().nonnegative(),
  }),
});
export type RenderMixInput = z.infer<typeof renderMixJob.input>;
export type RenderMixResult = z.infer<typeof renderMixJob.result>;
