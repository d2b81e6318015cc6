// AutoMix sets: the operations of the API, what they take and what they answer.

import { z } from 'zod';
import { oneLine } from '@/contract/one-line';
import {
  ENERGY_SHAPES,
  SET_FORMATS,
  SET_PHASES,
  SET_STATUSES,
  SET_STRATEGIES,
} from '@/contract/set-vocabulary';
import { projectIdSchema } from '@/document/wire/events';
import { linkQuerySchema } from './mixes';
import { operation } from './operation';

/** A file of the form: its place among the files, from 1, or its name. */
const fileRefSchema = z.union([z.number().int().positive(), z.string().min(1).max(500)]);

/** What is wished of a set of sent files. */
export const setOptionsSchema = z.strictObject({
  strategy: z.enum(SET_STRATEGIES).default('rules'),
  /** `keep` plays the tracks as they were sent, `auto` finds an order */
  order: z.enum(['auto', 'keep']).default('auto'),
  /** That of the DJ rules when absent */
  energy_shape: z.enum(ENERGY_SHAPES).optional(),
  format: z.enum(SET_FORMATS).default('mp3'),
  first: fileRefSchema.optional(),
  last: fileRefSchema.optional(),
  /** Pairs of which the second plays right after the first */
  together: z
    .array(z.tuple([fileRefSchema, fileRefSchema]))
    .max(200)
    .default([]),
  title: z.string().transform(oneLine).pipe(z.string().min(1).max(120)).optional(),
  /** Removes the set as soon as it has been downloaded whole */
  delete_after_download: z.boolean().default(false),
});
export type SetOptions = z.output<typeof setOptionsSchema>;

/** The fields beside the files. */
export const setFormSchema = z.strictObject({
  /** JSON */
  options: z.string().max(16_384).optional(),
  project_id: projectIdSchema.optional(),
});

export const projectSetSchema = z.strictObject({
  /** The project whose tracklist is rendered, as everybody sees it now */
  project_id: projectIdSchema,
});

export const setPhaseSchema = z.enum(SET_PHASES);
export const setStatusSchema = z.enum(SET_STATUSES);

export const acceptedSetSchema = z.object({ id: z.string(), status: setStatusSchema });

export const setSchema = z.object({
  id: z.string(),
  /** Null for a set of files that were sent for it alone */
  project_id: z.string().nullable(),
  title: z.string(),
  status: setStatusSchema,
  phase: setPhaseSchema,
  /** The segment that is rendered, from 1; 0 before the first. A segment is a track with its transitions */
  current_segment: z.number().int(),
  total_segments: z.number().int(),
  /** 0 to 1 */
  progress: z.number(),
  eta_s: z.number().nullable(),
  error: z.string().nullable(),
  strategy: z.enum(SET_STRATEGIES),
  format: z.enum(SET_FORMATS),
  created_at: z.iso.datetime(),
  /** When the files are removed */
  expires_at: z.iso.datetime().nullable(),
  duration_s: z.number().nullable(),
  bytes: z.number().int().nullable(),
  /** Messages of the planner, once there is a plan */
  notes: z.array(z.string()),
  /** In playing order once there is a plan, as they were sent until then */
  tracks: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Signed, for five minutes; null until the set is there */
  set_url: z.string().nullable(),
});

export type DjSet = z.infer<typeof setSchema>;
export const setListSchema = z.object({ sets: z.array(setSchema) });

export const setDownloadQuerySchema = z.object({
  delete: z
    .enum(['true', 'false'])
    .optional()
    .describe(
      'With `true` the set is removed as soon as it has been sent whole. For API tokens that may write and for the pages of the studio; other browsers use POST.',
    ),
});

/** Null where the set is too quiet or too short to be measured. */
const figure = z.number().nullable();

/** What the finished audio measures; times in seconds, offsets in milliseconds. */
export const setReportSchema = z.looseObject({
  tracks: z.array(
    z.looseObject({
      file: z.string(),
      start_s: z.number(),
      bpm: figure,
      key: z.string().nullable(),
      tempo_ratio: z.number(),
      pitch_semitones: z.number(),
    }),
  ),
  transitions: z.array(
    z.looseObject({
      from: z.string(),
      to: z.string(),
      start_s: z.number(),
      end_s: z.number(),
      bars: z.number(),
      beat_offset_ms: z.object({ median: figure, p95: figure, max: figure }).nullable(),
      beat_offset_reason: z.string().nullable().optional(),
      drift_ms: figure,
      bass_overlap_bars: figure,
      vocal_overlap_bars: figure,
      short_term_jump_lu: figure,
      key_distance: figure,
      template: z.string(),
      why: z.string(),
    }),
  ),
  loudness: z.looseObject({ integrated_lufs: figure, lra_lu: figure, true_peak_dbtp: figure }),
  notes: z.array(z.string()).optional(),
});
export type SetReport = z.infer<typeof setReportSchema>;

const setUploadSchema = setFormSchema.extend({
  files: z.array(z.file()).describe('Two songs or more, each in a part of its own under any field name.'),
  options: setOptionsSchema.optional().describe('As JSON in one field.'),
});

/** A project that is named wants an editor; the form may name none. */
export const requestSet = operation({
  method: 'post',
  path: '/automix',
  summary: 'Make one continuous set of two songs or many, or of the shared tracklist of a project.',
  access: 'session',
  body: { type: 'multipart/form-data', schema: setUploadSchema },
  jsonBody: projectSetSchema,
  answer: { status: 202, schema: acceptedSetSchema },
  problems: [402, 403, 404, 409, 413, 507],
});

export const getSet = operation({
  method: 'get',
  path: '/automix/{id}',
  summary: 'Follow a set: phase, segment, time left; its link once it is there.',
  access: { set: 'viewer' },
  answer: { status: 200, schema: setSchema },
});

export const removeSet = operation({
  method: 'delete',
  path: '/automix/{id}',
  summary: 'Call a set off and remove it.',
  access: { set: 'editor' },
  answer: { status: 204 },
  problems: [403],
});

export const downloadSet = operation({
  method: 'get',
  path: '/automix/{id}/set',
  summary:
    'Download a set, by session or by the signed link; it may redirect to the storage, unless ?via=studio asks for ' +
    'the bytes.',
  access: 'session-or-link',
  query: setDownloadQuerySchema.extend(linkQuerySchema.shape),
  answer: { status: 200, binary: 'audio/*', redirects: true },
  problems: [403, 409, 410, 416],
});

export const downloadAndRemoveSet = operation({
  method: 'post',
  path: '/automix/{id}/set',
  summary: 'Download a set and remove it once it has been sent whole; the way for browsers.',
  access: 'session',
  answer: { status: 200, binary: 'audio/*' },
  problems: [403, 409, 410],
});

export const getTracklist = operation({
  method: 'get',
  path: '/automix/{id}/tracklist',
  summary: 'Read the tracks of a set with their times.',
  access: { set: 'viewer' },
  answer: { status: 200, binary: 'text/plain' },
  problems: [409, 410],
});

export const getCueSheet = operation({
  method: 'get',
  path: '/automix/{id}/cue',
  summary: 'Read the CUE sheet of a set.',
  access: { set: 'viewer' },
  answer: { status: 200, binary: 'application/x-cue' },
  problems: [409, 410],
});

export const getReport = operation({
  method: 'get',
  path: '/automix/{id}/report',
  summary: 'Read what the finished set measures.',
  access: { set: 'viewer' },
  answer: { status: 200, schema: setReportSchema },
  problems: [409, 410],
});

export const listSets = operation({
  method: 'get',
  path: '/projects/{id}/sets',
  summary: 'List the sets of a project, the newest first.',
  access: { project: 'viewer' },
  answer: { status: 200, schema: setListSchema },
});
