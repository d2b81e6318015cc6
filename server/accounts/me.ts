// The account of the caller: plan, limits and usage.
import type { z } from 'zod';
import type { meSchema, usageSchema } from '@/contract/http/account';
import { USAGE_KINDS } from '@/contract/usage-kinds';
import type { CurrentUser } from '@/server/auth/session';
import { rulesOf } from '@/server/plans';
import { USAGE_RULES } from '@/server/usage/kinds';
import { nextReset, readUsage } from '@/server/usage/usage';
import { usedBytes } from '@/server/usage/used-bytes';

/** What is used and left of the daily allowances and of the storage. */
async function describeUsage(user: CurrentUser): Promise<z.input<typeof usageSchema>> {
  const rules = rulesOf(user.plan);
  const [counts, storageBytes] = await Promise.all([readUsage(user.id), usedBytes(user.id)]);
  const today = USAGE_KINDS.map((kind) => {
    const [used, limit] = [counts.get(kind) ?? 0, USAGE_RULES[kind].limitOf(rules)];
    return { kind, used, limit, left: Math.max(0, limit - used) };
  });
  const left = Math.max(0, rules.maxStoredBytes - storageBytes);
  const storage = { used_bytes: storageBytes, limit_bytes: rules.maxStoredBytes, left_bytes: left };
  return { resets_at: nextReset().toISOString(), today, storage };
}

/** The account with the limits of its plan, as GET /me shows it. */
export async function describeAccount(user: CurrentUser): Promise<z.input<typeof meSchema>> {
  const rules = rulesOf(user.plan);
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    plan: user.plan,
    limits: {
      max_upload_bytes: rules.maxUploadBytes,
      max_duration_s: rules.maxDurationS,
      uploads_per_day: rules.uploadsPerDay,
      formats: [...rules.formats],
      bit_depths: [...rules.bitDepths],
      stem_export: rules.stemExport,
      retention_days: rules.retentionDays,
      mix_retention_days: rules.mixRetentionDays,
      max_projects: rules.maxProjects,
      max_members: rules.maxMembers,
      max_style_sounds: rules.maxStyleSounds,
      max_set_tracks: rules.maxSetTracks,
      max_sources: rules.maxSources,
      sets_per_day: rules.setsPerDay,
    },
    usage: await describeUsage(user),
  };
}
