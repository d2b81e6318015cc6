// What GET /health tells.
import { z } from 'zod';

const partSchema = z.enum(['ok', 'error']);

export const healthSchema = z.object({
  /** `ok`: all is there; `degraded`: a kind of worker is missing, its jobs wait; `error`: requests fail */
  status: z.enum(['ok', 'degraded', 'error']),
  database: partSchema,
  queue: partSchema,
  workers: z.array(
    z
      .object({
        /** The queue it works for: `separation` or `cpu` */
        kind: z.string(),
        alive: z.boolean(),
        /** How many jobs it does beside each other */
        concurrency: z.number().int(),
        /** What inference runs on, for separation workers; null until they found out */
        provider: z.string().nullable().optional(),
      })
      // Each kind of worker may tell more about itself.
      .catchall(z.json()),
  ),
  version: z.string(),
});
export type Health = z.output<typeof healthSchema>;
