// The DJ rules as admins set them: bounds and defaults of every number the planners go by.
import { z } from 'zod';
import { energyShapeSchema } from './plan-schema';

const share = (fallback: number) => z.number().min(0).max(0.1).default(fallback);
const whole = (min: number, max: number, fallback: number) =>
  z.number().int().min(min).max(max).default(fallback);
const weight = () => z.number().min(0).max(10).default(1);

const templateWeightsSchema = z.strictObject({
  blend: weight(),
  'bass-swap': weight(),
  'vocal-handover': weight(),
  'drum-bridge': weight(),
  'echo-out': weight(),
  cut: weight(),
});

const fields = {
  /** Shares: 0.05 is 5 %. */
  usualTempoChange: share(0.05),
  maxTempoChange: share(0.1),
  allowHalfDouble: z.boolean().default(true),
  overlapBars: whole(1, 64, 16),
  shortOverlapBars: whole(1, 64, 8),
  maxOverlapBars: whole(1, 64, 32),
  minSoloBars: whole(0, 64, 8),
  bassSwap: z.boolean().default(true),
  bassCrossoverHz: z.number().min(60).max(300).default(120),
  maxBassOverlapBars: z.number().min(0.25).max(4).default(1),
  maxVocalOverlapBars: z.number().min(0).max(8).default(2),
  maxClashBars: whole(0, 32, 8),
  maxKeyDistance: whole(0, 6, 1),
  maxSemitones: whole(0, 1, 1),
  useStems: z.boolean().default(true),
  overlays: z.boolean().default(false),
  overlayGainDb: z.number().min(-36).max(0).default(-12),
  tempoWeight: weight(),
  keyWeight: weight(),
  energyWeight: weight(),
  energyShape: energyShapeSchema.default('wave'),
  templateWeights: templateWeightsSchema.prefault({}),
};

/** Stored settings may lack what came later: it takes its default. What is unknown is refused. */
export const djRulesSchema = z
  .strictObject(fields)
  .refine(({ usualTempoChange, maxTempoChange }) => usualTempoChange <= maxTempoChange, {
    path: ['usualTempoChange'],
    message: 'The usual tempo change cannot exceed the greatest.',
  })
  .refine(({ shortOverlapBars, overlapBars }) => shortOverlapBars <= overlapBars, {
    path: ['shortOverlapBars'],
    message: 'A short overlap cannot be longer than a usual one.',
  })
  .refine(({ overlapBars, maxOverlapBars }) => overlapBars <= maxOverlapBars, {
    path: ['overlapBars'],
    message: 'The usual overlap cannot be longer than the longest.',
  })
  .refine(({ templateWeights }) => Object.values(templateWeights).some((value) => value > 0), {
    path: ['templateWeights'],
    message: 'At least one kind of transition must be allowed.',
  });
export type DjRules = z.infer<typeof djRulesSchema>;
