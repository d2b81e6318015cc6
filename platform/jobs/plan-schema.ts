// The JSON of a planned set and of the constraints on its order: shared by planners, jobs and the interface.
import { z } from 'zod';
import { ENERGY_SHAPES, SET_STRATEGIES, TRANSITION_TEMPLATES } from '@/contract/set-vocabulary';

export const MAX_SET_TRACKS = 200;

export const energyShapeSchema = z.enum(ENERGY_SHAPES);
export const planPartSchema = z.enum(['full', 'low', 'mid', 'high', 'vocals', 'drums', 'bass', 'other']);
export const transitionTemplateSchema = z.enum(TRANSITION_TEMPLATES);

export const trackIdSchema = z.string().min(1).max(160);
const barSchema = z.number().int().min(0).max(100_000);
const bpmSchema = z.number().min(20).max(400);
const reasonSchema = z.string().trim().min(1).max(400);

export const curvePointSchema = z.strictObject({
  bar: z.number().min(0).max(64),
  gainDb: z.number().min(-60).max(6),
});

export const partCurveSchema = z.strictObject({
  track: z.enum(['from', 'to']),
  part: planPartSchema,
  points: z.array(curvePointSchema).min(1).max(64),
});

export const overlaySchema = z.strictObject({
  sampleId: z.string().min(1).max(64),
  bar: z.number().min(0).max(64),
  gainDb: z.number().min(-60).max(0),
  semitones: z.number().int().min(-6).max(6),
});

export const echoOutSchema = z.strictObject({
  beats: z.number().min(0.25).max(4),
  feedback: z.number().min(0).max(0.9),
});

export const transitionPlanSchema = z.strictObject({
  from: trackIdSchema,
  to: trackIdSchema,
  template: transitionTemplateSchema,
  outBar: barSchema,
  inBar: barSchema,
  bars: z.number().int().min(0).max(64),
  beatsPerBar: z.union([z.literal(3), z.literal(4)]),
  isLocked: z.boolean(),
  beatRatio: z.union([z.literal(0.5), z.literal(1), z.literal(2)]),
  tempo: z.strictObject({ startBpm: bpmSchema, endBpm: bpmSchema }),
  curves: z.array(partCurveSchema).max(16),
  echo: echoOutSchema.optional(),
  overlays: z.array(overlaySchema).max(8),
  why: reasonSchema,
});

export const trackPlanSchema = z.strictObject({
  id: trackIdSchema,
  gainDb: z.number().min(-24).max(24),
  semitones: z.number().int().min(-1).max(1),
  bpm: bpmSchema,
});

export const setPlanSchema = z.strictObject({
  strategy: z.enum(SET_STRATEGIES),
  tracks: z.array(trackPlanSchema).min(1).max(MAX_SET_TRACKS),
  transitions: z.array(transitionPlanSchema).max(MAX_SET_TRACKS - 1),
  crossovers: z.strictObject({
    lowHz: z.number().min(60).max(300),
    highHz: z.number().min(1_000).max(8_000),
  }),
  notes: z.array(reasonSchema).max(64),
});
export type SetPlanJson = z.infer<typeof setPlanSchema>;

export const sequenceConstraintsSchema = z.strictObject({
  first: trackIdSchema.optional(),
  last: trackIdSchema.optional(),
  together: z
    .array(z.tuple([trackIdSchema, trackIdSchema]).readonly())
    .max(MAX_SET_TRACKS)
    .optional(),
  keepOrder: z.boolean().optional(),
  energyShape: energyShapeSchema,
});
export type SequenceConstraintsJson = z.infer<typeof sequenceConstraintsSchema>;
