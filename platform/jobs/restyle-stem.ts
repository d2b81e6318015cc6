// The restyle job: one stem and one grain library in, the stem played with the sound out.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type StemResult, stemResultSchema } from '@/document/schema';
import { type StyleSettings, styleSettingsSchema } from '@/document/style-schema';
import { defineJob } from './define-job';
import { sha256Schema } from './separation';

/** Part of the id: raised when the synthesis sounds different, so that nothing stale is taken from the cache. */
const SYNTHESIS_VERSION = 2;

export interface RestyleRequest {
  /** The content of the song, whose stems and what is made of them are swept together */
  readonly songSha256: string;
  readonly stem: StemResult;
  readonly styleSha256: string;
  readonly settings: StyleSettings;
}

/** The beginning of the ids of everything that is made of the stems of one song. */
export const restylesOf = (songSha256: string): string => `sty-${songSha256}-`;

/** The same stem with the same sound and settings is played once, whoever asks. */
export function restyleId({ songSha256, stem, styleSha256, settings }: RestyleRequest): string {
  const { sourceId, id, lengthSamples } = stem;
  const values = Object.entries(styleSettingsSchema.parse(settings)).sort(([a], [b]) => (a < b ? -1 : 1));
  const all = JSON.stringify([SYNTHESIS_VERSION, sourceId, id, lengthSamples, styleSha256, values]);
  return `${restylesOf(songSha256)}${createHash('sha256').update(all).digest('hex').slice(0, 40)}`;
}

export const restyleStemJob = defineJob({
  name: 'restyle-stem',
  queue: 'cpu',
  input: z.object({ stem: stemResultSchema, styleSha256: sha256Schema, settings: styleSettingsSchema }),
  result: z.object({
    headroomBits: z.number().int().min(0).max(8),
    /** Null for silence */
    peakDbfs: z.number().nullable(),
    grainsUsed: z.number().int().nonnegative(),
    wallSeconds: z.number().nonnegative(),
  }),
});
export type RestyleStemInput = z.infer<typeof restyleStemJob.input>;
export type RestyleStemResult = z.infer<typeof restyleStemJob.result>;
