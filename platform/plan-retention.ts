// How long each plan keeps a project that nobody uses: what the plans (server/plans.ts) and the sweeper share.
import type { Plan } from './database/generated/client';

/** In days; null keeps it for ever. */
export const PROJECT_RETENTION_DAYS: Readonly<Record<Plan, number | null>> = { free: 30, pro: null };
