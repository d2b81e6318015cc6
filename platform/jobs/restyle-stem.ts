// The restyle job: one stem and one grain library in, the stem played with the sound out.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { stemResultSchema } from '@/document/schema';
import { styleSettingsSchema } from '@/document/style-schema';
import { separationPrefix } from '../storage/keys';
import { contentIds, sha256Schema } from './content-ids';
import { defineJob } from './define-job';

/** Part of the id: raised when the synthesis sounds different, so that nothing stale is taken from the cache. */
const SYNTHESIS_VERSION = 2;

const input = z.object({
  stem: stemResultSchema,
  styleSha256: sha256Schema,
  settings: styleSettingsSchema,
});
export type RestyleStemInput = z.infer<typeof input>;

export interface RestyleSubject extends RestyleStemInput {
  /** The content of the song or the imported file, whose stems and what is made of them are swept together */
  readonly songSha256: string;
}

const restyleIds = contentIds('sty');

/** The same stem with the same sound and settings is played once, whoever asks. */
function idOf({ songSha256, stem, styleSha256, settings }: RestyleSubject): string {
  const { sourceId, id, lengthSamples } = stem;
  const values = Object.entries(styleSettingsSchema.parse(settings)).sort(([a], [b]) => (a < b ? -1 : 1));
  const all = JSON.stringify([SYNTHESIS_VERSION, sourceId, id, lengthSamples, styleSha256, values]);
  return `${restyleIds.startOf(songSha256)}${createHash('sha256').update(all).digest('hex').slice(0, 40)}`;
}

export const restyleStemJob = defineJob({
  name: 'restyle-stem',
  queue: 'cpu',
  input,
  result: z.object({
    headroomBits: z.number().int().min(0).max(8),
    /** Null for silence */
    peakDbfs: z.number().nullable(),
    grainsUsed: z.number().int().nonnegative(),
    wallSeconds: z.number().nonnegative(),
  }),
  idOf,
  visibleTo: [{ as: 'job', from: '"Restyle"', jobColumn: 'jobId', showsFailure: true }],
  retention: {
    until: 'content-unused',
    ids: restyleIds,
    output: (id: string) => ({ folder: separationPrefix(id) }),
  },
});
export type RestyleStemResult = z.infer<typeof restyleStemJob.result>;
