// The operations on what the people of a project say, did and kept: chat, activity, named versions.

import type { z } from 'zod';
import type { Operation } from '@/contract/http/operation';
import { chatMessageSchema } from '@/document/wire/events';
import { activityPageSchema, activityQuerySchema } from '@/server/activity/schemas';
import { chatPageSchema, chatQuerySchema, chatReadSchema, newMessageSchema } from '@/server/chat/schemas';
import {
  newVersionSchema,
  versionDetailSchema,
  versionListSchema,
  versionSchema,
} from '@/server/versions/schemas';

const json = (schema: z.ZodType): Operation['body'] => ({ type: 'application/json', schema });

const project = '/projects/{id}';

export const PEOPLE_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: `${project}/chat`,
    summary: 'Read the chat of a project, the newest page or the one before a message.',
    access: 'session',
    query: chatQuerySchema,
    answer: { status: 200, schema: chatPageSchema },
    problems: [400],
  },
  {
    method: 'post',
    path: `${project}/chat`,
    summary: 'Write into the chat; every member may.',
    access: 'session',
    body: json(newMessageSchema),
    answer: { status: 201, schema: chatMessageSchema },
    problems: [429],
  },
  {
    method: 'post',
    path: `${project}/chat/read`,
    summary: 'Note the last message I have read.',
    access: 'session',
    body: json(chatReadSchema),
    answer: { status: 204 },
  },
  {
    method: 'get',
    path: `${project}/activity`,
    summary: 'Read who did what in a project, the newest first.',
    access: 'session',
    query: activityQuerySchema,
    answer: { status: 200, schema: activityPageSchema },
    problems: [400],
  },
  {
    method: 'get',
    path: `${project}/versions`,
    summary: 'List the named versions of a project, the newest first.',
    access: 'session',
    answer: { status: 200, schema: versionListSchema },
  },
  {
    method: 'post',
    path: `${project}/versions`,
    summary: 'Keep the project as it is under a name.',
    access: 'session',
    body: json(newVersionSchema),
    answer: { status: 201, schema: versionSchema },
    problems: [403, 409],
  },
  {
    method: 'get',
    path: `${project}/versions/{versionId}`,
    summary: 'Look at a version and its mix, to hear it or to put it back.',
    access: 'session',
    answer: { status: 200, schema: versionDetailSchema },
  },
  {
    method: 'delete',
    path: `${project}/versions/{versionId}`,
    summary: 'Delete a version, as its author or as the owner of the project.',
    access: 'session',
    answer: { status: 204 },
    problems: [403],
  },
];
