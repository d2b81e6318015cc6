// The operations on style sounds.

import { z } from 'zod';
import type { Operation } from '@/contract/http/operation';
import {
  acceptedStyleSchema,
  newShareSchema,
  styleDetailSchema,
  styleFieldsSchema,
  styleListSchema,
} from '@/server/library/schemas';

const styleFormSchema = styleFieldsSchema.extend({
  file: z.file().describe('Any recording of up to ten minutes; its content counts, not its name.'),
});

const sound = '/library/{id}';

export const LIBRARY_OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/upload/style-sound',
    summary: 'Upload a recording to play stems with; its grains are cut and described.',
    access: 'session',
    body: { type: 'multipart/form-data', schema: styleFormSchema },
    answer: { status: 202, schema: acceptedStyleSchema },
    problems: [402, 413, 507],
  },
  {
    method: 'get',
    path: '/library',
    summary: 'List the style sounds I may use: my own, those shared with my projects, and the starter ones.',
    access: 'session',
    answer: { status: 200, schema: styleListSchema },
  },
  {
    method: 'get',
    path: sound,
    summary: 'Look at a style sound and the map of its grains.',
    access: 'session',
    answer: { status: 200, schema: styleDetailSchema },
  },
  {
    method: 'delete',
    path: sound,
    summary: 'Remove a style sound of mine.',
    access: 'session',
    answer: { status: 204 },
    problems: [403],
  },
  {
    method: 'post',
    path: `${sound}/shares`,
    summary: 'Let everybody in a project use a style sound of mine.',
    access: 'session',
    body: { type: 'application/json', schema: newShareSchema },
    answer: { status: 204 },
    problems: [403],
  },
  {
    method: 'delete',
    path: `${sound}/shares/{projectId}`,
    summary: 'Take a style sound back from a project.',
    access: 'session',
    answer: { status: 204 },
    problems: [403],
  },
  {
    method: 'post',
    path: '/projects/{id}/stems/{stem}/restyle',
    summary: 'Try again to play a stem with its style sound, after that failed.',
    access: 'session',
    answer: { status: 204 },
    problems: [403],
  },
  {
    method: 'get',
    path: '/grains/{token}/{grain}',
    summary: 'Hear one grain of a style sound, named by its number: 0.wav, 1.wav and so on.',
    access: 'link',
    answer: { status: 200, binary: 'audio/wav' },
    problems: [403, 410],
  },
];
