// The check of DJ rules, as administrators set them and as they are stored.
import { z } from 'zod';
import { DJ_RULES, type DjRules, TEMPLATE_WEIGHTS } from './dj-rules';
import { settingsShape } from './settings-schema';

/** Stored rules may lack what came later: it takes its default. What is unknown is refused. */
export const djRulesSchema: z.ZodType<DjRules, unknown> = z
  .strictObject({
    ...settingsShape(DJ_RULES),
    templateWeights: z.strictObject(settingsShape(TEMPLATE_WEIGHTS)).prefault({}),
  })
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
