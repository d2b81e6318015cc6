// Projects and their song: the operations of the API, what they take and what they answer.

import { z } from 'zod';
import { statusByState } from '@/contract/jobs';
import { oneLine } from '@/contract/one-line';
import { projectKindSchema } from '@/contract/project-kinds';
import { roleSchema } from '@/contract/roles';

import { operation } from './operation';

/** By the state of the job that separates its song. */
export const PROJECT_STATUS = statusByState('separating', 'ready', 'cancelled');

/** `created` has no song yet, though it may have imported files; `error` and `cancelled` can be tried again, or another song uploaded. */
export const projectStatusSchema = z.enum(['created', ...Object.values(PROJECT_STATUS)]);
export type ProjectStatus = z.infer<typeof projectStatusSchema>;

const projectNameSchema = z
  .string()
  .transform(oneLine)
  .pipe(
    z.string().min(1, 'Give the project a name.').max(120, 'A project name may have at most 120 characters.'),
  );

export const newProjectSchema = z.strictObject({
  name: projectNameSchema,
  kind: projectKindSchema.default('session'),
});
export const renamedProjectSchema = newProjectSchema.pick({ name: true });

export const projectSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: projectKindSchema,
  role: roleSchema,
  status: projectStatusSchema,
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  /** When it will be removed unless somebody uses it; null keeps it */
  expires_at: z.iso.datetime().nullable(),
  member_count: z.number().int(),
  /** How many tracks its set may be made of */
  track_count: z.number().int(),
  /** How many files were imported into it */
  source_count: z.number().int(),
  /** Of the last set that was asked for and is still there; null without one */
  set_status: z.enum(['running', 'complete', 'failed']).nullable(),
  /** Of that set when it is complete */
  set_duration_s: z.number().nullable(),
});

export type Project = z.infer<typeof projectSchema>;
export const projectListSchema = z.object({ projects: z.array(projectSchema) });

/** The text fields beside the file. */
export const uploadFieldsSchema = z.object({
  name: z.string().max(500, 'The name is too long.').optional(),
  project_id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'There is no such project.')
    .optional(),
  /** The separation model, as listed by GET /models; the configured one by default */
  model: z.string().max(40, 'There is no such separation model.').optional(),
});

export const uploadedSchema = z.object({
  project_id: z.string(),
  status: z.enum(['queued', 'ready']),
  /** A message about damage in the file; null when it is intact */
  note: z.string().nullable(),
});

const songFormSchema = uploadFieldsSchema.extend({
  file: z.file().describe('The song: MP3, WAV, FLAC, OGG, M4A or AAC; its content counts, not its name.'),
});

/** A project that the form names wants an editor. */
export const uploadSong = operation({
  method: 'post',
  path: '/upload/base-track',
  summary: 'Upload a song; it becomes a project, and its stems are separated.',
  access: 'session',
  body: { type: 'multipart/form-data', schema: songFormSchema },
  answer: { status: 202, schema: uploadedSchema },
  problems: [402, 403, 409, 413, 507],
});

export const listProjects = operation({
  method: 'get',
  path: '/projects',
  summary: 'List the projects I am a member of, the last changed first.',
  access: 'session',
  answer: { status: 200, schema: projectListSchema },
});

export const createProject = operation({
  method: 'post',
  path: '/projects',
  summary: 'Make a project without a song.',
  access: 'session',
  body: { type: 'application/json', schema: newProjectSchema },
  answer: { status: 201, schema: projectSchema },
  problems: [402],
});

export const getProject = operation({
  method: 'get',
  path: '/projects/{id}',
  summary: 'Look at a project.',
  access: { project: 'viewer' },
  answer: { status: 200, schema: projectSchema },
});

export const renameProject = operation({
  method: 'patch',
  path: '/projects/{id}',
  summary: 'Rename a project.',
  access: { project: 'editor' },
  body: { type: 'application/json', schema: renamedProjectSchema },
  answer: { status: 200, schema: projectSchema },
  problems: [403],
});

export const deleteProject = operation({
  method: 'delete',
  path: '/projects/{id}',
  summary: 'Delete a project and its exports.',
  access: { project: 'owner' },
  answer: { status: 204 },
  problems: [403],
});
