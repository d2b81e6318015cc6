// What an export can be: formats, bit depths, sample rates and loudness targets, and which of them fit together.
import { z } from 'zod';
import { AUDIO_FORMATS } from './audio-formats';

export const exportFormatSchema = z.enum(AUDIO_FORMATS);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

/** What describes a session instead of being its sound: its tracks and clips, and its tempo map. */
export const SESSION_FORMATS = ['dawproject', 'midi'] as const;
export const mixFormatSchema = z.enum([...AUDIO_FORMATS, ...SESSION_FORMATS]);
export type MixFormat = z.infer<typeof mixFormatSchema>;

/** Whether an export in this format can be played. */
export const isAudioFormat = (format: MixFormat): format is ExportFormat =>
  exportFormatSchema.safeParse(format).success;

/** 32 is floating point. MP3 has none; it is kept as 16 there. */
export const bitDepthSchema = z.union([z.literal(16), z.literal(24), z.literal(32)]);
export type BitDepth = z.infer<typeof bitDepthSchema>;

/** Whether a stem goes through its strip and the shared effects, or is written as its clips lie. */
export const stemProcessingSchema = z.enum(['strip', 'dry']);
export type StemProcessing = z.infer<typeof stemProcessingSchema>;

/** In Hz. */
export const exportRateSchema = z.union([z.literal(44_100), z.literal(48_000), z.literal(96_000)]);
export type ExportRate = z.infer<typeof exportRateSchema>;

/** In LUFS: what streaming services, Apple's podcasts and club players expect. */
export const loudnessTargetSchema = z.union([z.literal(-14), z.literal(-16), z.literal(-9)]);
export type LoudnessTarget = z.infer<typeof loudnessTargetSchema>;
