// What an export can be asked to be, and which formats take which settings.

import { z } from 'zod';
import { audioTagsSchema } from '@/contract/audio-tags';
import {
  bitDepthSchema,
  type ExportFormat,
  exportRateSchema,
  isAudioFormat,
  loudnessTargetSchema,
  mixFormatSchema,
  stemProcessingSchema,
} from '@/contract/export-formats';
import { stemIdSchema } from '@/contract/stems';

const position = z.number().int().nonnegative();
/** A part of the timeline, in samples. */
const exportRangeSchema = z.object({ from: position, to: position });

export const exportOptionsSchema = z.object({
  format: mixFormatSchema,
  bitDepth: bitDepthSchema,
  sampleRate: exportRateSchema,
  /** The stems that become a file each; null for the mix. */
  stems: z.array(stemIdSchema).min(1).nullable(),
  /** An export of an earlier version has none. */
  processing: stemProcessingSchema.default('strip'),
  /** Whether the stems have a click track beside them. */
  click: z.boolean().default(false),
  /** Null for all of it. */
  range: exportRangeSchema.nullable(),
  loudnessLufs: loudnessTargetSchema.nullable(),
  /** How long reverb and delay may ring on after the end, in samples. */
  tailSamples: position,
  tags: audioTagsSchema,
});
export type ExportOptions = z.infer<typeof exportOptionsSchema>;

/** @throws RangeError when the export is no sound */
export function audioFormatOf({ format }: Pick<ExportOptions, 'format'>): ExportFormat {
  if (!isAudioFormat(format)) throw new RangeError(`${format} is not rendered as sound.`);
  return format;
}

/** What a file of an export is called behind the dot: several stems travel in one archive. */
export function extensionOf({
  format,
  stems,
  click,
}: Pick<ExportOptions, 'format' | 'stems' | 'click'>): string {
  if (format === 'midi') return 'mid';
  return (stems?.length ?? 1) + Number(click) > 1 ? 'zip' : format;
}

type CheckedOptions = Omit<ExportOptions, 'tags' | 'tailSamples' | 'processing' | 'click'> &
  Partial<Pick<ExportOptions, 'processing' | 'click'>>;

/** A message about why no such file can be made; null when it can. */
export function validateExport(options: CheckedOptions): string | null {
  const {
    format,
    bitDepth,
    sampleRate,
    stems,
    loudnessLufs,
    range,
    processing = 'strip',
    click = false,
  } = options;
  if (!isAudioFormat(format) && (stems !== null || range !== null || loudnessLufs !== null))
    return 'DAWproject and MIDI files are of the whole session; leave out stems, section and loudness.';
  if (format === 'mp3' && sampleRate > 48_000)
    return 'MP3 takes 44.1 and 48 kHz; choose one of them, or WAV.';
  if (format === 'flac' && bitDepth === 32) return 'FLAC takes 16 and 24 bits; floating point is for WAV.';
  if (stems !== null && loudnessLufs !== null)
    return 'A loudness target is for the whole mix; stems keep the levels they have in it.';
  if (stems === null && click) return 'A click track is a file beside stems; export stems with it.';
  if (stems === null && processing === 'dry') return 'A mix is never dry; export its stems dry.';
  if (range && range.to <= range.from) return 'A section ends after it begins.';
  return null;
}
