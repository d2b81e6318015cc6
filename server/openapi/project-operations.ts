// The operations on projects, their people and their uploads.

import { z } from 'zod';
import type { Operation } from '@/contract/http/operation';
import {
  createdInviteSchema,
  inviteListSchema,
  joinedSchema,
  memberListSchema,
  newInviteSchema,
  offerSchema,
  roleChangeSchema,
} from '@/server/members/schemas';
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
  {
    method: 'get',
    path: `${project}/members`,
    summary: 'List the people in a project; only its owner sees their emails.',
    access: 'session',
    answer: { status: 200, schema: memberListSchema },
  },
  {
    method: 'patch',
    path: `${project}/members/{userId}`,
    summary: 'Give a member another role.',
    access: 'session',
    body: json(roleChangeSchema),
    answer: { status: 204 },
    problems: [403],
  },
  {
    method: 'delete',
    path: `${project}/members/{userId}`,
    summary: 'Send a member away, or leave.',
    access: 'session',
    answer: { status: 204 },
    problems: [403],
  },
  {
    method: 'get',
    path: `${project}/invites`,
    summary: 'List the invitation links that still work.',
    access: 'session',
    answer: { status: 200, schema: inviteListSchema },
    problems: [403],
  },
  {
    method: 'post',
    path: `${project}/invites`,
    summary: 'Make an invitation link; its address is told only now.',
    access: 'session',
    body: json(newInviteSchema),
    answer: { status: 201, schema: createdInviteSchema },
    problems: [403],
  },
  {
    method: 'delete',
    path: `${project}/invites/{inviteId}`,
    summary: 'Withdraw an invitation link.',
    access: 'session',
    answer: { status: 204 },
    problems: [403],
  },
  {
    method: 'get',
    path: '/invites/{token}',
    summary: 'See what an invitation link offers.',
    access: 'link',
    answer: { status: 200, schema: offerSchema },
    problems: [410],
  },
  {
    method: 'post',
    path: '/invites/{token}/accept',
    summary: 'Join a project by an invitation link; doing it again changes nothing.',
    access: 'session',
    answer: { status: 200, schema: joinedSchema },
    problems: [402, 410],
  },
];
