// What a person may know about their own account.
import type { z } from 'zod';
import type { CurrentUser } from '@/server/auth/session';
import { rulesOf } from '@/server/plans';
import type { meSchema } from './schemas';

/** The account with the limits of its plan, as GET /me shows it. */
export function describeAccount(user: CurrentUser): z.input<typeof meSchema> {
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
      max_set_tracks: rules.maxSetTracks,
      sets_per_day: rules.setsPerDay,
    },
  };
}
