// Exports: asking for one, following it, the list of earlier ones.
import { z } from 'zod';
import { call, command } from './client';

export const exportFormatSchema = z.enum(['mp3', 'wav', 'flac']);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

const reportSchema = z.object({
  duration_s: z.number(),
  peak_dbfs: z.number().nullable(),
  clipped_samples: z.number().int(),
  bytes: z.number().int(),
});

const mixSchema = z.object({
  mix_id: z.string(),
  status: z.enum(['queued', 'processing', 'complete', 'error']),
  stage: z.string().nullable().optional(),
  progress: z.number().nullable().optional(),
  queue_position: z.number().int().nullable().optional(),
  eta_s: z.number().nullable().optional(),
  error: z.string().nullable().optional(),
  format: exportFormatSchema,
  bit_depth: z.number().int().nullable().optional(),
  download_url: z.string().nullable().optional(),
  expires_at: z.string().nullable().optional(),
  created_at: z.string().nullable().optional(),
  report: reportSchema.nullable().optional(),
});
export type Mix = z.infer<typeof mixSchema>;

export interface ExportRequest {
  readonly projectId: string;
  readonly format: ExportFormat;
  readonly bitDepth: 16 | 24;
  /** Stems on solo in this browser; empty: everything that is not muted. */
  readonly solo: readonly string[];
}

export const requestMix = async (ask: ExportRequest): Promise<string> => {
  const body = {
    project_id: ask.projectId,
    format: ask.format,
    ...(ask.format === 'mp3' ? {} : { bit_depth: ask.bitDepth }),
    ...(ask.solo.length > 0 ? { solo: ask.solo } : {}),
  };
  return (await call('/mix', z.object({ mix_id: z.string() }), { method: 'POST', body })).mix_id;
};

export const getMix = (id: string): Promise<Mix> => call(`/mix/${encodeURIComponent(id)}`, mixSchema);

export const listMixes = async (projectId: string): Promise<Mix[]> =>
  (await call(`/projects/${encodeURIComponent(projectId)}/mixes`, z.object({ mixes: z.array(mixSchema) })))
    .mixes;

export const cancelMix = (id: string): Promise<void> =>
  command(`/mix/${encodeURIComponent(id)}`, { method: 'DELETE' });
