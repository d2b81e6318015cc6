// The cover image of a project, which its MP3 and FLAC exports carry.
import { z } from 'zod';
import { operation } from './operation';

export const coverSchema = z.object({ bytes: z.number().int(), type: z.enum(['image/jpeg', 'image/png']) });

export const uploadCover = operation({
  method: 'post',
  path: '/projects/{id}/cover',
  summary: 'Give a project the JPEG or PNG image that its MP3 and FLAC exports carry.',
  access: { project: 'editor' },
  body: { type: 'multipart/form-data', schema: z.object({ file: z.file() }) },
  answer: { status: 201, schema: coverSchema },
  problems: [403, 409, 413],
});

export const getCover = operation({
  method: 'get',
  path: '/projects/{id}/cover',
  summary: 'Fetch the cover image of a project.',
  access: { project: 'viewer' },
  answer: { status: 200, binary: 'image/*' },
  problems: [416],
});

export const removeCover = operation({
  method: 'delete',
  path: '/projects/{id}/cover',
  summary: 'Remove the cover image.',
  access: { project: 'editor' },
  answer: { status: 204 },
  problems: [403, 409],
});
