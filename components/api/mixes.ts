// Exports: asking for one, following it, the list of earlier ones.
import { z } from 'zod';
import { call, command } from './client';

export const exportFormatSchema = z.enum(['mp3', 'wav', 'flac']);
export type ExportFormat = z.infer<typeof exportFormatSchema>;
/** 32 is floating point. */
export const bitDepthSchema = z.union([z.literal(16), z.literal(24), z.literal(32)]);
export type BitDepth = z.infer<typeof bitDepthSchema>;
export const exportRateSchema = z.union([z.literal(44_100), z.literal(48_000), z.literal(96_000)]);
export type ExportRate = z.infer<typeof exportRateSchema>;
export const loudnessSchema = z.union([z.literal(-14), z.literal(-16), z.literal(-9)]);
export type Loudness = z.infer<typeof loudnessSchema>;

const reportSchema = z.object({
  duration_s: z.number(),
  bytes: z.number().int(),
  sample_rate: z.number().int(),
  peak_dbfs: z.number().nullable(),
  clipped_samples: z.number().int(),
  integrated_lufs: z.number().nullable(),
  loudness_range_lu: z.number().nullable(),
  true_peak_dbtp: z.number().nullable(),
  loudness_missed_lu: z.number().nullable(),
  stretcher: z.string().nullable(),
  tempo: z.number(),
  key_semitones: z.number(),
  files: z.array(z.object({ stem: z.string(), name: z.string() })),
});
export type MixReport = z.infer<typeof reportSchema>;

const mixSchema = z.object({
  mix_id: z.string(),
  status: z.enum(['queued', 'processing', 'complete', 'error']),
  stage: z.string().nullable().optional(),
  progress: z.number().nullable().optional(),
  queue_position: z.number().int().nullable().optional(),
  eta_s: z.number().nullable().optional(),
  error: z.string().nullable().optional(),
  format: exportFormatSchema,
  bit_depth: bitDepthSchema,
  sample_rate: exportRateSchema,
  stems: z.array(z.string()).nullable(),
  section: z.object({ from_s: z.number(), to_s: z.number() }).nullable(),
  loudness: loudnessSchema.nullable(),
  download_url: z.string().nullable().optional(),
  expires_at: z.string().nullable().optional(),
  created_at: z.string().nullable().optional(),
  report: reportSchema.nullable().optional(),
});
export type Mix = z.infer<typeof mixSchema>;

/** What a file says about itself. */
export interface ExportTags {
  readonly title?: string;
  readonly artist?: string;
  readonly album?: string;
  readonly date?: string;
  readonly genre?: string;
}

/** A request as the API takes it. */
export interface ExportRequest {
  readonly project_id: string;
  readonly format: ExportFormat;
  readonly bit_depth: BitDepth;
  readonly sample_rate: ExportRate;
  /** Stems on solo in this browser; empty: everything that is not muted. */
  readonly solo: readonly string[];
  readonly stems?: readonly string[];
  readonly section?: { readonly from_s: number; readonly to_s: number };
  readonly loudness: Loudness | 'none';
  readonly tail_s: number;
  readonly metadata: ExportTags;
  readonly cover: boolean;
}

export const requestMix = async (body: ExportRequest): Promise<string> =>
  (await call('/mix', z.object({ mix_id: z.string() }), { method: 'POST', body })).mix_id;

export const getMix = (id: string): Promise<Mix> => call(`/mix/${encodeURIComponent(id)}`, mixSchema);

export const listMixes = async (projectId: string): Promise<Mix[]> =>
  (await call(`/projects/${encodeURIComponent(projectId)}/mixes`, z.object({ mixes: z.array(mixSchema) })))
    .mixes;

export const cancelMix = (id: string): Promise<void> =>
  command(`/mix/${encodeURIComponent(id)}`, { method: 'DELETE' });
