// The analysis job: a stored song in; its tempo, beats, bars, sections, key and loudness in storage out.
import { z } from 'zod';
import { defineJob } from './define-job';
import { sha256Schema } from './separation';

/** Part of the id: raised when tracks are analysed in another way, so that nothing stale is taken from the cache. */
const ANALYSIS_VERSION = 4;

/** The beginning of the ids of every analysis of one content. */
export const analysesOf = (sha256: string): string => `trk-${sha256}-`;

/**
 * One analysis per content, whoever asks: also the BullMQ job id. Once the song is separated it is analysed again,
 * because stems tell where somebody sings.
 */
export const analysisId = (sha256: string, { withStems }: { readonly withStems: boolean }): string =>
  `${analysesOf(sha256)}${ANALYSIS_VERSION}${withStems ? 's' : ''}`;

const trackKeySchema = z.object({
  /** Such as `A minor` */
  name: z.string(),
  /** Such as `8A` */
  camelot: z.string(),
  /** 0 (a guess) to 1 */
  confidence: z.number().min(0).max(1),
});

/** What a list shows of a track; all of the analysis is in storage. */
const trackFactsSchema = z.object({
  durationS: z.number().nonnegative(),
  /** Null where nothing repeats */
  bpm: z.number().positive().nullable(),
  /** 0 (a guess) to 1 */
  bpmConfidence: z.number().min(0).max(1),
  /** False where a human played: the grid follows the tempo */
  isSteady: z.boolean(),
  /** Null where no notes sound that make a key */
  key: trackKeySchema.nullable(),
  /** Null for silence */
  integratedLufs: z.number().nullable(),
  truePeakDbtp: z.number().nullable(),
  /** From the first bar to the last, 0 to 1 */
  energy: z.array(z.number().min(0).max(1)).max(64),
});
export type TrackFacts = z.infer<typeof trackFactsSchema>;

export const analyseTrackJob = defineJob({
  name: 'analyse-track',
  queue: 'cpu',
  input: z.object({
    sha256: sha256Schema,
    /** The finished separation of the song, when there is one */
    separationId: z.string().nullable(),
  }),
  result: trackFactsSchema.extend({ wallSeconds: z.number().nonnegative() }),
});
export type AnalyseTrackInput = z.infer<typeof analyseTrackJob.input>;
export type AnalyseTrackResult = z.infer<typeof analyseTrackJob.result>;
