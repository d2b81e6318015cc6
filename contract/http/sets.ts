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
import { projectIdSchema } from '@/document/wire/project-id';
import { operation } from './operation';

/** A file of the form: its place among the files, from 1, or its name. */
const fileRefSchema = z.union([z.number().int().positive(), z.string().min(1).max(500)]);

/** The options of a set of sent files. */
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
  summary: 'Cancel a set and remove it.',
  access: { set: 'editor' },
  answer: { status: 204 },
  problems: [403],
});

export const listSets = operation({
  method: 'get',
  path: '/projects/{id}/sets',
  summary: 'List the sets of a project, the newest first.',
  access: { project: 'viewer' },
  answer: { status: 200, schema: setListSchema },
});
