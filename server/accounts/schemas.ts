// What the account routes take and give.
import { z } from 'zod';
import { newUserSchema, planSchema } from '@/server/shared/accounts/users';
import { bitDepthSchema, exportFormatSchema } from '@/server/shared/jobs/export-options';
import { USAGE_KINDS } from '@/server/usage/kinds';

/** Everybody starts on the Free plan. */
export const signUpSchema = newUserSchema.omit({ plan: true });

export const signedUpSchema = z.object({ id: z.string(), email: z.string(), name: z.string() });

export const limitsSchema = z.object({
  max_upload_bytes: z.number().int(),
  max_duration_s: z.number(),
  uploads_per_day: z.number().int(),
  formats: z.array(exportFormatSchema),
  bit_depths: z.array(bitDepthSchema),
  stem_export: z.boolean(),
  retention_days: z.number().int().nullable(),
  mix_retention_days: z.number().int(),
  max_projects: z.number().int(),
  max_members: z.number().int(),
  max_set_tracks: z.number().int(),
  sets_per_day: z.number().int(),
});

export const usageSchema = z.object({
  /** When the counts of the day start again */
  resets_at: z.string(),
  today: z.array(
    z.object({
      kind: z.enum(USAGE_KINDS),
      used: z.number().int(),
      limit: z.number().int(),
      left: z.number().int(),
    }),
  ),
  storage: z.object({
    used_bytes: z.number().int(),
    limit_bytes: z.number().int(),
    left_bytes: z.number().int(),
  }),
});

export const meSchema = z.object({
  id: z.string(),
  email: z.string().nullable(),
  name: z.string(),
  plan: planSchema,
  limits: limitsSchema,
  usage: usageSchema,
});
