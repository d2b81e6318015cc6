// The operations on stems, exports and accounts, and those about the instance itself.

import { z } from 'zod';
import { getMe, signUp } from '@/contract/http/account';
import {
  cancelMix,
  downloadMix,
  getCover,
  getMix,
  listMixes,
  removeCover,
  requestMix,
  uploadCover,
} from '@/contract/http/mixes';
import type { Operation } from '@/contract/http/operation';
import { healthSchema, liveSchema, readySchema } from '@/server/health/schemas';

const stem = '/media/{token}/{stem}';

export const SOUND_OPERATIONS: readonly Operation[] = [
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
  requestMix,
  getMix,
  cancelMix,
  downloadMix,
  uploadCover,
  getCover,
  removeCover,
  listMixes,
  signUp,
  getMe,
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
