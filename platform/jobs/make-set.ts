// The jobs that make a set, one after the other: plan it, prepare each track of it, join them into one file.

import { z } from 'zod';
import { SET_FORMATS, SET_STRATEGIES } from '@/contract/set-vocabulary';
import { sha256Schema } from './content-ids';
import { defineJob, type Visibility } from './define-job';
import { MAX_SET_TRACKS, sequenceConstraintsSchema, trackIdSchema } from './plan-schema';

const setIdSchema = z.uuid();
interface OfSet {
  readonly setId: string;
}

export const SHOWN_IN_SETS = {
  as: 'set',
  from: '"DjSetJob" JOIN "DjSet" ON "DjSet"."id" = "DjSetJob"."setId"',
  jobColumn: 'jobId',
} as const satisfies Visibility;

const WITH_SET = {
  visibleTo: [SHOWN_IN_SETS],
  retention: { until: 'unreferenced', table: '"DjSetJob"' },
} as const;

/** A track as the jobs of a set know it. */
export const plannedTrackSchema = z.object({
  id: trackIdSchema,
  name: z.string().min(1).max(500),
  sha256: sha256Schema,
  /** The finished job that analysed it */
  analysisId: z.string().min(1).max(200),
  /** The finished separation whose stems are mixed, if there is one */
  separationId: z.string().min(1).max(200).nullable(),
});
export type PlannedTrack = z.infer<typeof plannedTrackSchema>;

export const planSetJob = defineJob({
  name: 'plan-set',
  queue: 'cpu',
  input: z.object({
    setId: setIdSchema,
    strategy: z.enum(SET_STRATEGIES),
    constraints: sequenceConstraintsSchema,
    tracks: z.array(plannedTrackSchema).min(2).max(MAX_SET_TRACKS),
  }),
  result: z.object({
    /** Which planner decided in the end */
    strategy: z.enum(SET_STRATEGIES),
    /** In playing order, without silent tracks, each with the length of the song it is made of */
    order: z
      .array(
        z.object({
          id: trackIdSchema,
          lengthSamples: z.number().int().nonnegative(),
          sampleRate: z.number().int().positive(),
        }),
      )
      .min(1),
    notes: z.array(z.string()),
    wallSeconds: z.number().nonnegative(),
  }),
  idOf: ({ setId }: OfSet) => `plan-${setId}`,
  ...WITH_SET,
});
export type PlanSetInput = z.infer<typeof planSetJob.input>;
export type PlanSetResult = z.infer<typeof planSetJob.result>;

export const renderSegmentJob = defineJob({
  name: 'render-set-segment',
  queue: 'cpu',
  input: z.object({
    setId: setIdSchema,
    /** The place of the track in the set, from 0 */
    index: z.number().int().nonnegative(),
    /** Of the song, for the prediction of how long it takes */
    lengthSamples: z.number().int().nonnegative(),
    sampleRate: z.number().int().positive(),
  }),
  result: z.object({ bytes: z.number().int().nonnegative(), wallSeconds: z.number().nonnegative() }),
  idOf: ({ setId, index }: OfSet & { readonly index: number }) => `seg-${setId}-${index}`,
  ...WITH_SET,
});
export type RenderSegmentInput = z.infer<typeof renderSegmentJob.input>;
export type RenderSegmentResult = z.infer<typeof renderSegmentJob.result>;

export const joinSetJob = defineJob({
  name: 'join-set',
  queue: 'cpu',
  input: z.object({
    setId: setIdSchema,
    title: z.string().max(200),
    format: z.enum(SET_FORMATS),
    /** Of all songs together, for the prediction of how long it takes */
    lengthSamples: z.number().int().nonnegative(),
    sampleRate: z.number().int().positive(),
  }),
  result: z.object({
    bytes: z.number().int().nonnegative(),
    durationS: z.number().nonnegative(),
    wallSeconds: z.number().nonnegative(),
  }),
  idOf: ({ setId }: OfSet) => `join-${setId}`,
  ...WITH_SET,
});
export type JoinSetInput = z.infer<typeof joinSetJob.input>;
export type JoinSetResult = z.infer<typeof joinSetJob.result>;
