// An export as the API shows it: what was asked for, how far it is, what was measured of its file.

import type { z } from 'zod';
import { MIX_STATUS, type mixReportSchema, type mixSchema } from '@/contract/http/mixes';
import { cancelledMessage } from '@/contract/jobs';
import { SAMPLE_RATE } from '@/contract/units';
import type { Prisma } from '@/platform/database/generated/client';
import { type ExportOptions, exportOptionsSchema } from '@/platform/jobs/export-options';
import { type RenderMixResult, renderMixJob } from '@/platform/jobs/render-mix';
import { type QueueForecast, queueForecast } from '@/platform/queue-forecast';
import { downloadUrl } from './download-link';

/** An export with the job that renders it. */
export const WITH_JOB = { job: { omit: { input: true } } } satisfies Prisma.MixInclude;
export type MixWithJob = Prisma.MixGetPayload<{ include: typeof WITH_JOB }>;

export type MixView = z.input<typeof mixSchema>;

type Figures = Pick<
  RenderMixResult,
  'bytes' | 'peakDbfs' | 'clippedSamples' | 'integratedLufs' | 'rangeLu' | 'truePeakDbtp'
>;

const figuresOf = (figures: Figures) => ({
  bytes: figures.bytes,
  peak_dbfs: figures.peakDbfs,
  clipped_samples: figures.clippedSamples,
  integrated_lufs: figures.integratedLufs,
  loudness_range_lu: figures.rangeLu,
  true_peak_dbtp: figures.truePeakDbtp,
});

function reportOf(result: unknown): z.input<typeof mixReportSchema> | null {
  const parsed = renderMixJob.result.safeParse(result);
  if (!parsed.success) return null;
  const { data } = parsed;
  return {
    duration_s: data.durationS,
    sample_rate: data.sampleRate,
    ...figuresOf(data),
    loudness_missed_lu: data.loudnessShortfallLu,
    stretcher: data.stretcher,
    tempo: data.tempo,
    key_semitones: data.keySemitones,
    files: data.files.map((file) => ({ stem: file.stem, name: file.name, ...figuresOf(file) })),
  };
}

/** What an export says it was asked for; exports from before this was kept were of the whole mix. */
function optionsOf({ options, format, bitDepth }: MixWithJob): ExportOptions {
  const parsed = exportOptionsSchema.safeParse(options);
  if (parsed.success) return parsed.data;
  const none = { stems: null, range: null, loudnessLufs: null, tailSamples: 0, tags: {} };
  return exportOptionsSchema.parse({ format, bitDepth, sampleRate: SAMPLE_RATE, ...none });
}

const sectionOf = ({ range }: ExportOptions): MixView['section'] =>
  range && { from_s: range.from / SAMPLE_RATE, to_s: range.to / SAMPLE_RATE };

const errorOf = ({ state, error }: MixWithJob['job']): string | null =>
  state === 'cancelled' ? cancelledMessage(renderMixJob.name) : error;

/** The forecast of the queue of exports; nothing is read when none of them waits. */
export async function forecastOfMixes(mixes: readonly MixWithJob[]): Promise<QueueForecast> {
  const waiting = mixes.filter(({ job }) => job.state === 'queued').map(({ jobId }) => jobId);
  return waiting.length > 0 ? queueForecast(renderMixJob.queue, waiting) : new Map();
}

/**
 * @param isExpired whether its file is gone
 * @param forecast of the queue, for an export that waits
 */
export function viewOfMix(mix: MixWithJob, isExpired: boolean, forecast: QueueForecast): MixView {
  const { job } = mix;
  const options = optionsOf(mix);
  const waiting = job.state === 'queued' ? forecast.get(job.id) : undefined;
  const isThere = job.state === 'done' && !isExpired;
  return {
    mix_id: mix.id,
    project_id: mix.projectId,
    status: MIX_STATUS[job.state],
    stage: waiting?.isServed === false ? 'waiting for a worker' : job.stage,
    progress: job.progress,
    queue_position: waiting?.position ?? null,
    eta_s: waiting ? waiting.etaS : job.etaS,
    error: errorOf(job),
    format: options.format,
    bit_depth: options.bitDepth,
    sample_rate: options.sampleRate,
    stems: options.stems,
    processing: options.processing,
    click: options.click,
    section: sectionOf(options),
    loudness: options.loudnessLufs,
    extension: mix.format,
    created_at: mix.createdAt.toISOString(),
    download_url: isThere ? downloadUrl(mix.id) : null,
    expires_at: mix.expiresAt?.toISOString() ?? null,
    report: reportOf(job.result),
  };
}
