// The import job: an uploaded file in; one stem of it in storage out, cut like those of a separation.
import { z } from 'zod';
import { IMPORT_PREFIX } from '@/contract/stems';
import { separationPrefix } from '../storage/keys';
import { contentIds, sha256Schema } from './content-ids';
import { defineJob } from './define-job';
import { storedStemsSchema } from './stored-stems';

/** Part of the id: raised when files are imported in another way, so that nothing stale is taken from the storage. */
const IMPORT_VERSION = 1;

const importIds = contentIds('file');

/** So many digits of the content tell the files of a project apart, and fit into the id of a stem. */
const STEM_ID_DIGITS = 24;

/** The stem that an imported file is in every project: the content decides, so it is stored once. */
export const importedStemId = (sha256: string): string =>
  `${IMPORT_PREFIX}${sha256.slice(0, STEM_ID_DIGITS)}`;

const input = z.object({
  sha256: sha256Schema,
  /** Of the file as it was measured when it came, in seconds; for the progress alone */
  durationS: z.number().positive(),
});
export type ImportSourceInput = z.infer<typeof input>;

export const importSourceJob = defineJob({
  name: 'import-source',
  queue: 'cpu',
  input,
  result: storedStemsSchema.extend({ wallSeconds: z.number().nonnegative() }),
  /** One import per content, whoever asks. */
  idOf: ({ sha256 }: Pick<ImportSourceInput, 'sha256'>) => `${importIds.startOf(sha256)}${IMPORT_VERSION}`,
  visibleTo: [{ as: 'sources', from: '"Source"', jobColumn: 'jobId' }],
  retention: {
    until: 'content-unused',
    ids: importIds,
    output: (id: string) => ({ folder: separationPrefix(id) }),
  },
});
export type ImportSourceResult = z.infer<typeof importSourceJob.result>;
