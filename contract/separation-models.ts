// The models that separate songs, as workers, the API and the interface speak of them.
import { z } from 'zod';
import { stemIdSchema } from './stems';

/** What a model is called in settings, jobs and folders. */
export const modelIdSchema = z.string().regex(/^[a-z0-9][a-z0-9_]{0,39}$/);

export const separationModelSchema = z.object({
  id: modelIdSchema,
  title: z.string(),
  /** What the weights may be used for */
  licence: z.string(),
  stems: z.array(stemIdSchema),
});
export type SeparationModel = z.infer<typeof separationModelSchema>;
