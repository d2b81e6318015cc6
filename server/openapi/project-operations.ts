// The operations on projects, their people and their uploads.

import { z } from 'zod';
import {
  acceptInvite,
  changeRole,
  createInvite,
  listInvites,
  listMembers,
  readOffer,
  removeMember,
  revokeInvite,
} from '@/contract/http/members';
import type { Operation } from '@/contract/http/operation';
import {
  beatsSchema,
  modelListSchema,
  newProjectSchema,
  projectListSchema,
  projectProgressSchema,
  projectSchema,
  renamedProjectSchema,
} from '@/server/projects/schemas';
import { uploadedSchema, uploadFieldsSchema } from '@/server/uploads/schemas';

const songFormSchema = uploadFieldsSchema.extend({
  file: z.file().describe('The song: MP3, WAV, FLAC, OGG, M4A or AAC; its content counts, not its name.'),
});

const json = (schema: z.ZodType): Operation['body'] => ({ type: 'application/json', schema });

const project = '/projects/{id}';

export const PROJECT_OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/upload/base-track',
    summary: 'Upload a song; it becomes a project, and its stems are separated.',
    access: 'session',
    body: { type: 'multipart/form-data', schema: songFormSchema },
    answer: { status: 202, schema: uploadedSchema },
    problems: [402, 403, 409, 413, 507],
  },
  {
    method: 'get',
    path: '/models',
    summary: 'List the models that a song can be separated with, the configured one first.',
    access: 'session',
    answer: { status: 200, schema: modelListSchema },
  },
  {
    method: 'get',
    path: '/projects',
    summary: 'List the projects I am a member of, the last changed first.',
    access: 'session',
    answer: { status: 200, schema: projectListSchema },
  },
  {
    method: 'post',
    path: '/projects',
    summary: 'Make a project without a song.',
    access: 'session',
    body: json(newProjectSchema),
    answer: { status: 201, schema: projectSchema },
    problems: [402],
  },
  {
    method: 'get',
    path: project,
    summary: 'Look at a project.',
    access: 'session',
    answer: { status: 200, schema: projectSchema },
  },
  {
    method: 'patch',
    path: project,
    summary: 'Rename a project.',
    access: 'session',
    body: json(renamedProjectSchema),
    answer: { status: 200, schema: projectSchema },
    problems: [403],
  },
  {
    method: 'delete',
    path: project,
    summary: 'Delete a project and its exports.',
    access: 'session',
    answer: { status: 204 },
    problems: [403],
  },
  {
    method: 'get',
    path: `${project}/status`,
    summary: 'Follow the separation; the stems once they are there.',
    access: 'session',
    answer: { status: 200, schema: projectProgressSchema },
  },
  {
    method: 'get',
    path: `${project}/beats`,
    summary: 'The beats of the song, where it was analysed for a set.',
    access: 'session',
    answer: { status: 200, schema: beatsSchema },
  },
  {
    method: 'post',
    path: `${project}/retry`,
    summary: 'Run a failed or cancelled separation again.',
    access: 'session',
    answer: { status: 202, schema: projectProgressSchema },
    problems: [402, 403, 409],
  },
  {
    method: 'post',
    path: `${project}/cancel`,
    summary: 'Call off a separation that waits or runs.',
    access: 'session',
    answer: { status: 200, schema: projectProgressSchema },
    problems: [403, 409],
  },
  listMembers,
  changeRole,
  removeMember,
  listInvites,
  createInvite,
  revokeInvite,
  readOffer,
  acceptInvite,
];
