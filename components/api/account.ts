// The signed-in person: their account and plan, and opening a new account.

import { z } from 'zod';
import { bitDepthSchema, exportFormatSchema } from '@/contract/export-formats';
import { call, command } from './client';

const limitsSchema = z.object({
  max_upload_bytes: z.number(),
  max_duration_s: z.number(),
  uploads_per_day: z.number(),
  formats: z.array(exportFormatSchema),
  bit_depths: z.array(bitDepthSchema),
  stem_export: z.boolean(),
  retention_days: z.number().nullable(),
  mix_retention_days: z.number(),
  max_projects: z.number(),
  max_members: z.number(),
  max_style_sounds: z.number(),
  max_set_tracks: z.number(),
  sets_per_day: z.number(),
});

const usageSchema = z.object({
  resets_at: z.string(),
  today: z.array(
    z.object({
      kind: z.enum(['separation', 'file', 'export', 'set', 'style-sound', 'restyle', 'analysis', 'checking']),
      used: z.number(),
      limit: z.number(),
    }),
  ),
  storage: z.object({ used_bytes: z.number(), limit_bytes: z.number() }),
});

const meSchema = z.object({
  id: z.string(),
  email: z.string().nullable(),
  name: z.string(),
  plan: z.enum(['free', 'pro']),
  limits: limitsSchema,
  usage: usageSchema,
});
export type Me = z.infer<typeof meSchema>;

export const getMe = (): Promise<Me> => call('/me', meSchema);

export interface NewAccount {
  readonly email: string;
  readonly password: string;
  readonly name?: string;
}

export const signUp = (account: NewAccount): Promise<void> =>
  command('/auth/sign-up', { method: 'POST', body: account });
