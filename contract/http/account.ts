// A person's account, and opening one: the operations of the API, what they take and what they answer.
import { z } from 'zod';
import { newUserSchema, planSchema } from '@/contract/accounts';
import { bitDepthSchema, exportFormatSchema } from '@/contract/export-formats';
import { USAGE_KINDS } from '@/contract/usage-kinds';
import { operation } from './operation';

/** Everybody starts on the Free plan. */
export const signUpSchema = newUserSchema.omit({ plan: true }).strict();

export const signedUpSchema = z.object({ id: z.string(), email: z.string(), name: z.string() });

const limitsSchema = z.object({
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
  max_style_sounds: z.number().int(),
  max_set_tracks: z.number().int(),
  max_sources: z.number().int(),
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

/** An account with the limits of its plan and what is used of them. */
export type Me = z.infer<typeof meSchema>;

export const signUp = operation({
  method: 'post',
  path: '/auth/sign-up',
  summary: 'Open an account with an email and a password.',
  access: 'open',
  body: { type: 'application/json', schema: signUpSchema },
  answer: { status: 201, schema: signedUpSchema },
  problems: [409, 429, 503],
});

export const getMe = operation({
  method: 'get',
  path: '/me',
  summary: 'See my account and the limits of its plan.',
  access: 'session',
  answer: { status: 200, schema: meSchema },
});
