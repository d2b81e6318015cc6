// What the account routes take and give.

import { z } from 'zod';
import { bitDepthSchema, exportFormatSchema } from '@/contract/export-formats';
import { oneLine } from '@/contract/one-line';
import { newUserSchema, passwordSchema, planSchema } from '@/server/shared/accounts/users';
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
  max_style_sounds: z.number().int(),
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

export const sessionSchema = z.object({
  id: z.string(),
  /** Such as "Firefox on Windows" */
  device: z.string(),
  created_at: z.iso.datetime(),
  /** To the minute */
  last_seen_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  /** Whether this request came by it */
  current: z.boolean(),
});
export const sessionListSchema = z.object({ sessions: z.array(sessionSchema) });

export const endSessionsQuerySchema = z.object({
  keep_current: z
    .enum(['true', 'false'])
    .optional()
    .describe('With `true` the session of this request goes on.'),
});

const tokenScopeSchema = z.enum(['read', 'write'], { error: 'A scope is "read" or "write".' });

export const tokenSchema = z.object({
  id: z.string(),
  label: z.string(),
  scopes: z.array(tokenScopeSchema),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime().nullable(),
  /** To the minute; null for one that was never used */
  last_used_at: z.iso.datetime().nullable(),
  /** Whether this request came by it */
  current: z.boolean(),
});
export const tokenListSchema = z.object({ tokens: z.array(tokenSchema) });

const LONGEST_TOKEN_DAYS = 3_650;

export const newTokenSchema = z.object({
  label: z
    .string()
    .transform(oneLine)
    .pipe(z.string().min(1, 'Say what the token is for.').max(80, 'A label may have at most 80 characters.')),
  /** Writing includes reading */
  scopes: z.array(tokenScopeSchema).min(1, 'A token needs a scope.').max(2).default(['read', 'write']),
  /** Null for a token that works until it is revoked */
  expires_in_days: z
    .number()
    .positive('A token must work for some time.')
    .max(LONGEST_TOKEN_DAYS, 'A token works for ten years at most, or until it is revoked.')
    .nullable()
    .default(null),
});

/** The token itself is in this answer and nowhere else. */
export const createdTokenSchema = tokenSchema.extend({ token: z.string() });

export const passwordChangeSchema = z.object({
  current_password: z.string().max(200, 'A password may have at most 200 characters.'),
  new_password: passwordSchema,
  revoke_tokens: z
    .boolean()
    .default(false)
    .describe('Whether all API tokens of the account are revoked as well; other sessions end in any case.'),
});
