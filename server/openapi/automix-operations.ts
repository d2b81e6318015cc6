// The operations on tracks and sets.

import { z } from 'zod';
import type { Operation } from '@/contract/http/operation';
import {
  acceptedSetSchema,
  projectSetSchema,
  setDownloadQuerySchema,
  setFormSchema,
  setListSchema,
  setOptionsSchema,
  setReportSchema,
  setSchema,
} from '@/server/automix/schemas';
import { borrowedTrackSchema, trackFormSchema, trackListSchema, trackSchema } from '@/server/tracks/schemas';

const setUploadSchema = setFormSchema.extend({
  files: z.array(z.file()).describe('Two songs or more, each in a part of its own under any field name.'),
  options: setOptionsSchema.optional().describe('As JSON in one field.'),
});

const trackUploadSchema = trackFormSchema.extend({
  file: z.file().describe('The track: MP3, WAV, FLAC, OGG, M4A or AAC; its content counts, not its name.'),
});

const set = '/automix/{id}';
const tracks = '/projects/{id}/tracks';

export const AUTOMIX_OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/automix',
    summary: 'Make one continuous set of two songs or many, or of the shared tracklist of a project.',
    access: 'session',
    body: { type: 'multipart/form-data', schema: setUploadSchema },
    jsonBody: projectSetSchema,
    answer: { status: 202, schema: acceptedSetSchema },
    problems: [402, 403, 404, 409, 413, 507],
  },
  {
    method: 'get',
    path: set,
    summary: 'Follow a set: phase, segment, time left; its link once it is there.',
    access: 'session',
    answer: { status: 200, schema: setSchema },
  },
  {
    method: 'delete',
    path: set,
    summary: 'Call a set off and remove it.',
    access: 'session',
    answer: { status: 204 },
    problems: [403],
  },
  {
    method: 'get',
    path: `${set}/set`,
    summary:
      'Download a set, by session or by the signed link; it may redirect to the storage, unless ?via=studio asks for ' +
      'the bytes.',
    access: 'session-or-link',
    query: setDownloadQuerySchema.extend({
      via: z.literal('studio').optional(),
      expires: z.string().optional(),
      signature: z.string().optional(),
    }),
    answer: { status: 200, binary: 'audio/*', redirects: true },
    problems: [403, 409, 410, 416],
  },
  {
    method: 'post',
    path: `${set}/set`,
    summary: 'Download a set and remove it once it has been sent whole; the way for browsers.',
    access: 'session',
    answer: { status: 200, binary: 'audio/*' },
    problems: [403, 409, 410],
  },
  {
    method: 'get',
    path: `${set}/tracklist`,
    summary: 'Read the tracks of a set with their times.',
    access: 'session',
    answer: { status: 200, binary: 'text/plain' },
    problems: [409, 410],
  },
  {
    method: 'get',
    path: `${set}/cue`,
    summary: 'Read the CUE sheet of a set.',
    access: 'session',
    answer: { status: 200, binary: 'application/x-cue' },
    problems: [409, 410],
  },
  {
    method: 'get',
    path: `${set}/report`,
    summary: 'Read what the finished set measures.',
    access: 'session',
    answer: { status: 200, schema: setReportSchema },
    problems: [409, 410],
  },
  {
    method: 'get',
    path: '/projects/{id}/sets',
    summary: 'List the sets of a project, the newest first.',
    access: 'session',
    answer: { status: 200, schema: setListSchema },
  },
  {
    method: 'get',
    path: tracks,
    summary: 'List the tracks that a project can make sets of, each with its analysis.',
    access: 'session',
    answer: { status: 200, schema: trackListSchema },
  },
  {
    method: 'post',
    path: tracks,
    summary: 'Upload a track; it is analysed.',
    access: 'session',
    body: { type: 'multipart/form-data', schema: trackUploadSchema },
    answer: { status: 202, schema: trackSchema },
    problems: [402, 403, 413, 507],
  },
  {
    method: 'post',
    path: `${tracks}/borrow`,
    summary: 'Make the song of a project a track of this one.',
    access: 'session',
    body: { type: 'application/json', schema: borrowedTrackSchema },
    answer: { status: 202, schema: trackSchema },
    problems: [402, 403, 409],
  },
];
