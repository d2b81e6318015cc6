// The analysis job: a stored song in; its tempo, beats, bars, sections, key and loudness in storage out.
import { z } from 'zod';
import { trackAnalysisKey } from '../storage/keys';
import { contentIds, sha256Schema } from './content-ids';
import { defineJob } from './define-job';
import { SHOWN_IN_SETS } from './make-set';

/** Part of the id: raised when tracks are analysed in another way, so that nothing stale is taken from the cache. */
const ANALYSIS_VERSION = 4;

export const analysisIds = contentIds('trk');

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

const input = z.object({
  sha256: sha256Schema,
  /** The finished separation of the song, when there is one */
  separationId: z.string().nullable(),
});
export type AnalyseTrackInput = z.infer<typeof input>;

export const analyseTrackJob = defineJob({
  name: 'analyse-track',
  queue: 'cpu',
  input,
  result: trackFactsSchema.extend({ wallSeconds: z.number().nonnegative() }),
  /**
   * One analysis per content, whoever asks. Once the song is separated it is analysed again, because stems tell where
   * somebody sings.
   */
  idOf: ({ sha256, separationId }: AnalyseTrackInput) =>
    `${analysisIds.startOf(sha256)}${ANALYSIS_VERSION}${separationId === null ? '' : 's'}`,
  visibleTo: [
    { as: 'tracks', from: '"Track"', jobColumn: 'analysisId' },
    { as: 'beats', from: '"Song"', jobColumn: 'analysisId' },
    SHOWN_IN_SETS,
  ],
  retention: {
    until: 'content-unused',
    ids: analysisIds,
    output: (id: string) => ({ object: trackAnalysisKey(id) }),
  },
});
export type AnalyseTrackResult = z.infer<typeof analyseTrackJob.result>;
