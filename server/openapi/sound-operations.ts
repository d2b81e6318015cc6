// The operations on stems, exports and accounts, and those about the instance itself.
import { z } from 'zod';
import { meSchema, signedUpSchema, signUpSchema } from '@/server/accounts/schemas';
import { healthSchema, liveSchema, readySchema } from '@/server/health/schemas';
import { mediaGrantsSchema } from '@/server/media/schemas';
import {
  acceptedMixSchema,
  coverSchema,
  mixListSchema,
  mixSchema,
  newMixSchema,
} from '@/server/mixes/schemas';
import type { Operation } from './operation';

const stem = '/media/{token}/{stem}';

export const SOUND_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/projects/{id}/media',
    summary: "Get signed grants for a project's stems; each lasts for five minutes at most.",
    access: 'session',
    answer: { status: 200, schema: mediaGrantsSchema },
  },
  {
    method: 'get',
    path: `${stem}/{segment}`,
    summary:
      'Fetch one segment of a stem, named by its number: 0.flac, 1.flac and so on; it may redirect to the storage, ' +
      'unless ?via=studio asks for the bytes. Segments are turned down by headroom_bits, 6.02 dB each.',
    access: 'link',
    query: z.object({ via: z.literal('studio').optional() }),
    answer: { status: 200, binary: 'audio/flac', redirects: true },
    problems: [403, 410, 416],
  },
  {
    method: 'get',
    path: `${stem}/peaks`,
    summary: 'Fetch the peaks that a stem is drawn from.',
    access: 'link',
    answer: { status: 200, binary: 'application/octet-stream' },
    problems: [403, 410, 416],
  },
  {
    method: 'get',
    path: `${stem}/stem.flac`,
    summary:
      'Fetch a whole stem at the level at which it plays, where the plan saves stems; with ?download as a file to save. ' +
      'It is 24-bit FLAC, or 32-bit float WAV where its peak is above full scale: nothing is clipped, and the stems of a ' +
      'song add up to it.',
    access: 'link',
    query: z.object({ download: z.string().optional() }),
    answer: { status: 200, binary: 'audio/*' },
    problems: [402, 403, 410],
  },
  {
    method: 'post',
    path: '/mix',
    summary: 'Export the shared mix of a project, one given here, or single stems.',
    access: 'session',
    body: { type: 'application/json', schema: newMixSchema },
    answer: { status: 202, schema: acceptedMixSchema },
    problems: [402, 403, 409],
  },
  {
    method: 'get',
    path: '/mix/{id}',
    summary: 'Follow an export; its link once the file is there.',
    access: 'session',
    answer: { status: 200, schema: mixSchema },
  },
  {
    method: 'delete',
    path: '/mix/{id}',
    summary: 'Call off an export that waits or runs; remove one that has ended.',
    access: 'session',
    answer: { status: 204 },
    problems: [403],
  },
  {
    method: 'get',
    path: '/mix/{id}/download',
    summary:
      'Download the file of an export, by session or by the signed link; it may redirect to the storage, unless ' +
      '?via=studio asks for the bytes.',
    access: 'session-or-link',
    query: z.object({
      via: z.literal('studio').optional(),
      expires: z.string().optional(),
      signature: z.string().optional(),
    }),
    answer: { status: 200, binary: 'audio/*', redirects: true },
    problems: [403, 409, 410, 416],
  },
  {
    method: 'post',
    path: '/projects/{id}/cover',
    summary: 'Give a project the JPEG or PNG image that its MP3 and FLAC exports carry.',
    access: 'session',
    body: { type: 'multipart/form-data', schema: z.object({ file: z.file() }) },
    answer: { status: 201, schema: coverSchema },
    problems: [403, 413],
  },
  {
    method: 'get',
    path: '/projects/{id}/cover',
    summary: 'Fetch the cover image of a project.',
    access: 'session',
    answer: { status: 200, binary: 'image/*' },
    problems: [416],
  },
  {
    method: 'delete',
    path: '/projects/{id}/cover',
    summary: 'Take the cover image away.',
    access: 'session',
    answer: { status: 204 },
    problems: [403],
  },
  {
    method: 'get',
    path: '/projects/{id}/mixes',
    summary: 'List the exports of a project, the newest first.',
    access: 'session',
    answer: { status: 200, schema: mixListSchema },
  },
  {
    method: 'post',
    path: '/auth/sign-up',
    summary: 'Open an account with an email and a password.',
    access: 'open',
    body: { type: 'application/json', schema: signUpSchema },
    answer: { status: 201, schema: signedUpSchema },
    problems: [409, 429, 503],
  },
  {
    method: 'get',
    path: '/me',
    summary: 'See my account and the limits of its plan.',
    access: 'session',
    answer: { status: 200, schema: meSchema },
  },
  {
    method: 'get',
    path: '/health',
    summary:
      'See which part of the studio is ill, workers included; 503 when requests fail or edits are not stored.',
    access: 'open',
    answer: { status: 200, schema: healthSchema },
    problems: [],
  },
  {
    method: 'get',
    path: '/health/live',
    summary: 'See whether this web process runs, whatever it depends on: when not, restart it.',
    access: 'open',
    answer: { status: 200, schema: liveSchema },
    problems: [],
  },
  {
    method: 'get',
    path: '/health/ready',
    summary: 'See whether this web process can serve people: when not (503), send them to another one.',
    access: 'open',
    answer: { status: 200, schema: readySchema },
    problems: [],
  },
  {
    method: 'get',
    path: '/openapi.json',
    summary: 'This description.',
    access: 'open',
    answer: { status: 200, schema: z.record(z.string(), z.json()) },
  },
];
