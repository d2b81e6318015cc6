// The models that a song can be separated with.
import { z } from 'zod';
import { call } from './client';

const modelSchema = z.object({
  id: z.string(),
  title: z.string(),
  licence: z.string(),
  stems: z.array(z.string()),
  default: z.boolean(),
});
export type SeparationModel = z.infer<typeof modelSchema>;

/** The configured model first. */
export const listModels = async (signal?: AbortSignal): Promise<SeparationModel[]> =>
  (await call('/models', z.object({ models: z.array(modelSchema) }), signal ? { signal } : {})).models;
