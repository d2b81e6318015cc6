// Files imported into a session as sources: the operations of the API, what they take and what they answer.
import { z } from 'zod';
import { statusByState } from '@/contract/jobs';
import { stemIdSchema } from '@/contract/stems';
import { truncateText } from '@/contract/text';
import { operation } from './operation';
import { projectProgressSchema } from './separation';

/*
 * An import is a job; once it is done the shared document has its stem, which plays, mixes and exports like a separated
 * one. Live: a `news` event with `of: 'sources'` says that the list is to be read again. It is sent when a source is
 * added or removed, and at most twice a second while an import goes on, so reading the list shows its progress.
 */

/** The shared document takes no longer names for stems. */
const MAX_SOURCE_NAME_LENGTH = 80;

/** The name of a source as long as the shared document takes it. */
export function fitSourceName(name: string): string {
  if (name.length <= MAX_SOURCE_NAME_LENGTH) return name;
  return `${truncateText(name, MAX_SOURCE_NAME_LENGTH - 1).trimEnd()}…`;
}

export const IMPORT_STATUS = statusByState('processing', 'ready');

/** What becomes of a file: a track of its own, or a source that only clips play, such as a recorded take. */
export const SOURCE_PLACES = ['track', 'clip'] as const;
export type SourcePlace = (typeof SOURCE_PLACES)[number];

export const sourceFormSchema = z.object({
  name: z.string().max(500, 'The name is too long.').optional(),
  as: z
    .enum(SOURCE_PLACES)
    .default('track')
    .describe('`track` makes a track of the file; `clip` leaves it to the clips that will name it.'),
});

export const sourceSchema = z.object({
  id: z.string(),
  /** Its stem in the shared document, once it is ready: `file-` and the first 24 digits of the SHA-256 of the file */
  stem: stemIdSchema,
  name: z.string(),
  status: z.enum(Object.values(IMPORT_STATUS)),
  /** Of the import, 0 to 1 */
  progress: z.number(),
  /** Why the import failed; it can be tried again */
  error: z.string().nullable(),
  /** A message about damage in the file; null when it is intact */
  note: z.string().nullable(),
  /** Of the file */
  duration_s: z.number(),
});

/** An imported file of a session, and how far its import is. */
export type Source = z.infer<typeof sourceSchema>;

export const sourceListSchema = z.object({ sources: z.array(sourceSchema) });

const sourceUploadSchema = sourceFormSchema.extend({
  file: z
    .file()
    .describe('The recording: MP3, WAV, FLAC, OGG, M4A or AAC; its content counts, not its name.'),
});

export const listSources = operation({
  method: 'get',
  path: '/projects/{id}/sources',
  summary: 'List the imported files of a session, the oldest first, with the progress of each import.',
  access: { project: 'viewer' },
  answer: { status: 200, schema: sourceListSchema },
});

export const importSource = operation({
  method: 'post',
  path: '/projects/{id}/sources',
  summary: 'Import a file into a session; a file that is there already is answered as it is.',
  access: { project: 'editor' },
  body: { type: 'multipart/form-data', schema: sourceUploadSchema },
  answer: { status: 202, schema: sourceSchema },
  problems: [402, 403, 409, 413, 507],
});

export const retryImport = operation({
  method: 'post',
  path: '/projects/{id}/sources/{source}/retry',
  summary: 'Run an import again that failed.',
  access: { project: 'editor' },
  answer: { status: 202, schema: sourceSchema },
  problems: [402, 403, 409],
});

export const separateSource = operation({
  method: 'post',
  path: '/projects/{id}/sources/{source}/separate',
  summary:
    'Separate an imported file: it becomes the song of a session that has none, and its stems become tracks.',
  access: { project: 'editor' },
  body: { type: 'application/json', schema: z.strictObject({ model: z.string().max(64).optional() }) },
  answer: { status: 202, schema: projectProgressSchema },
  problems: [402, 403, 409],
});

export const removeSource = operation({
  method: 'delete',
  path: '/projects/{id}/sources/{source}',
  summary: 'Call off an import that waits or runs, or remove one that failed; one that is ready stays.',
  access: { project: 'editor' },
  answer: { status: 204 },
  problems: [403, 409],
});
