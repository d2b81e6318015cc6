// The body of every error answer of the API: application/problem+json, after RFC 9457.
import { z } from 'zod';

/** `type` is stable; `detail` is one sentence for the person. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  request_id: z.string().optional(),
  /** Where an allowance or a rate is used up: how much there is, how much is used, and when there is more */
  limit: z.number().optional(),
  used: z.number().optional(),
  resets_at: z.string().optional(),
});
export type Problem = z.infer<typeof problemSchema>;
