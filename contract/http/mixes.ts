// Exports and the cover images that they carry: the operations of the API, what they take and what they answer.

import { z } from 'zod';
import { audioTagsSchema } from '@/contract/audio-tags';
import {
  bitDepthSchema,
  exportRateSchema,
  loudnessTargetSchema,
  mixFormatSchema,
  stemProcessingSchema,
} from '@/contract/export-formats';
import { statusByState } from '@/contract/jobs';
import { stemIdSchema } from '@/contract/stems';
import { stripControlsSchema } from '@/document/schema';
import { projectIdSchema } from '@/document/wire/project-id';
import { operation } from './operation';

/** Four times the amplitude is +12 dB, where the faders stop too. */
const MAX_VOLUME = 4;
const LONGEST_S = 86_400;

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

/** A part of the timeline, before the tempo is changed */
const sectionSchema = z
  .strictObject({ from_s: z.number().min(0).max(LONGEST_S), to_s: z.number().min(0).max(LONGEST_S) })
  .refine(({ from_s, to_s }) => to_s > from_s, 'A section ends after it begins.');

export const newMixSchema = z.strictObject({
  project_id: projectIdSchema,
  /** Stems it leaves out play at volume 1, and none goes through a group; without it the project's shared mix is rendered */
  config: mixConfigSchema.optional(),
  /** Only these stems and groups are audible, as with their solo buttons */
  solo: z.array(stemIdSchema).max(64).default([]),
  /** `dawproject` is the session for another studio, `midi` the tempo map of the song */
  format: mixFormatSchema.default('mp3'),
  /** 32 is floating point, for WAV; ignored for MP3; 16 when absent */
  bit_depth: bitDepthSchema.default(16),
  /** In Hz; MP3 takes 44100 and 48000 */
  sample_rate: exportRateSchema.default(44_100),
  /**
   * A file for each of these stems instead of the mix, several in a zip archive; `heard`: those that are
   * audible. A stem goes through the fader, balance and sends of its group, without the group's effects
   */
  stems: z.union([z.literal('heard'), z.array(stemIdSchema).min(1).max(64)]).optional(),
  /** Dry stems are as their clips lie: without fader, pan, effects, sends and automation */
  processing: stemProcessingSchema.default('strip'),
  /** A click on every beat, as one more file beside the stems */
  click: z.boolean().default(false),
  section: sectionSchema.optional(),
  /** Integrated, in LUFS, at a true peak of -1 dBTP or the master limiter's ceiling */
  loudness: z.union([loudnessTargetSchema, z.literal('none')]).default('none'),
  /** How long reverb and delay may ring on after the end */
  tail_s: z.number().min(0).max(30).default(0),
  /** For MP3 and FLAC; the title is the project's name when absent */
  metadata: audioTagsSchema.default({}),
  /** Whether MP3 and FLAC carry the project's cover image, if it has one */
  cover: z.boolean().default(true),
});
export type NewMix = z.output<typeof newMixSchema>;
/** A request for an export as it is sent. */
export type ExportRequest = z.input<typeof newMixSchema>;

/** By the state of the job that renders it. */
export const MIX_STATUS = statusByState('processing', 'complete');
const mixStatusSchema = z.enum(Object.values(MIX_STATUS));

export const acceptedMixSchema = z.object({ mix_id: z.string(), status: mixStatusSchema });

const figures = {
  bytes: z.number().int(),
  /** Null for silence */
  peak_dbfs: z.number().nullable(),
  clipped_samples: z.number().int(),
  /** Null for silence, and for several stems together */
  integrated_lufs: z.number().nullable(),
  loudness_range_lu: z.number().nullable(),
  true_peak_dbtp: z.number().nullable(),
};

export type MixReport = z.infer<typeof mixReportSchema>;
export const mixReportSchema = z.object({
  duration_s: z.number(),
  sample_rate: z.number().int(),
  ...figures,
  /** How far the loudness stayed from its target because of the ceiling; null when the target is met */
  loudness_missed_lu: z.number().nullable(),
  /** What changed tempo or key; null when neither was changed */
  stretcher: z.string().nullable(),
  tempo: z.number(),
  key_semitones: z.number(),
  /** The files in an archive of stems */
  files: z.array(z.object({ stem: z.string(), name: z.string(), ...figures })),
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
  format: mixFormatSchema,
  bit_depth: bitDepthSchema,
  sample_rate: exportRateSchema,
  /** The stems that are a file each; null for the mix */
  stems: z.array(stemIdSchema).nullable(),
  processing: stemProcessingSchema,
  click: z.boolean(),
  section: z.object({ from_s: z.number(), to_s: z.number() }).nullable(),
  loudness: loudnessTargetSchema.nullable(),
  /** Of the file: the format, mid for MIDI, or zip for several stems */
  extension: z.string(),
  created_at: z.iso.datetime(),
  /** Signed, for five minutes; null until the file is there */
  download_url: z.string().nullable(),
  /** When the file is removed */
  expires_at: z.iso.datetime().nullable(),
  report: mixReportSchema.nullable(),
});

export type Mix = z.infer<typeof mixSchema>;

export const mixListSchema = z.object({ mixes: z.array(mixSchema) });

/** The file itself may be asked for through the studio, and a signed link carries its permission in its query. */
export const linkQuerySchema = z.object({
  via: z.literal('studio').optional(),
  expires: z.string().optional(),
  signature: z.string().optional(),
});

export const requestMix = operation({
  method: 'post',
  path: '/mix',
  summary:
    'Export the shared mix of a project, one given here, or single stems; or the session as DAWproject, or its ' +
    'tempo map as MIDI.',
  access: { projectOfBody: 'editor' },
  body: { type: 'application/json', schema: newMixSchema },
  answer: { status: 202, schema: acceptedMixSchema },
  problems: [402, 403, 409],
});

export const getMix = operation({
  method: 'get',
  path: '/mix/{id}',
  summary: 'Follow an export; its link once the file is there.',
  access: { mix: 'viewer' },
  answer: { status: 200, schema: mixSchema },
});

export const cancelMix = operation({
  method: 'delete',
  path: '/mix/{id}',
  summary: 'Cancel an export that waits or runs; remove one that has ended.',
  access: { mix: 'editor' },
  answer: { status: 204 },
  problems: [403],
});

export const downloadMix = operation({
  method: 'get',
  path: '/mix/{id}/download',
  summary:
    'Download the file of an export, by session or by the signed link; it may redirect to the storage, unless ' +
    '?via=studio asks for the bytes.',
  access: 'session-or-link',
  query: linkQuerySchema,
  answer: { status: 200, binary: 'audio/*', redirects: true },
  problems: [403, 409, 410, 416],
});

export const listMixes = operation({
  method: 'get',
  path: '/projects/{id}/mixes',
  summary: 'List the exports of a project, the newest first.',
  access: { project: 'viewer' },
  answer: { status: 200, schema: mixListSchema },
});
