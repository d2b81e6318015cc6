// What the upload route takes and gives.
import { z } from 'zod';

/** The text fields beside the file. */
export const uploadFieldsSchema = z.object({
  name: z.string().max(500, 'The name is too long.').optional(),
  project_id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'There is no such project.')
    .optional(),
  /** The model that separates it, as GET /models lists them; the configured one unless told */
  model: z.string().max(40, 'There is no such separation model.').optional(),
});

export const uploadedSchema = z.object({
  project_id: z.string(),
  status: z.enum(['queued', 'ready']),
  /** How a damaged file is damaged, in a sentence; null for one that is whole */
  note: z.string().nullable(),
});
