// What an export can be asked to be, and which formats take which settings.

import { z } from 'zod';
import { audioTagsSchema } from '@/contract/audio-tags';
import {
  bitDepthSchema,
  exportFormatSchema,
  exportRateSchema,
  loudnessTargetSchema,
  stemProcessingSchema,
} from '@/contract/export-formats';
import { stemIdSchema } from '@/contract/stems';

const position = z.number().int().nonnegative();
/** A part of the timeline, in samples. */
const exportRangeSchema = z.object({ from: position, to: position });

export const exportOptionsSchema = z.object({
  format: exportFormatSchema,
  bitDepth: bitDepthSchema,
  sampleRate: exportRateSchema,
  /** The stems that become a file each; null for the mix. */
  stems: z.array(stemIdSchema).min(1).nullable(),
  /** An export of an earlier version has none. */
  processing: stemProcessingSchema.default('strip'),
  /** Null for all of it. */
  range: exportRangeSchema.nullable(),
  loudnessLufs: loudnessTargetSchema.nullable(),
  /** How long reverb and delay may ring on after the end, in samples. */
  tailSamples: position,
  tags: audioTagsSchema,
});
export type ExportOptions = z.infer<typeof exportOptionsSchema>;

/** What a file of an export is called behind the dot: several stems travel in one archive. */
export const extensionOf = ({ format, stems }: Pick<ExportOptions, 'format' | 'stems'>): string =>
  (stems?.length ?? 0) > 1 ? 'zip' : format;

type CheckedOptions = Omit<ExportOptions, 'tags' | 'tailSamples' | 'processing'> &
  Partial<Pick<ExportOptions, 'processing'>>;

/** A message about why no such file can be made; null when it can. */
export function validateExport(options: CheckedOptions): string | null {
  const { format, bitDepth, sampleRate, stems, loudnessLufs, range, processing = 'strip' } = options;
  if (format === 'mp3' && sampleRate > 48_000)
    return 'MP3 takes 44.1 and 48 kHz; choose one of them, or WAV.';
  if (format === 'flac' && bitDepth === 32) return 'FLAC takes 16 and 24 bits; floating point is for WAV.';
  if (stems !== null && loudnessLufs !== null)
    return 'A loudness target is for the whole mix; stems keep the levels they have in it.';
  if (stems === null && processing === 'dry') return 'A mix is never dry; export its stems dry.';
  if (range && range.to <= range.from) return 'A section ends after it begins.';
  return null;
}
