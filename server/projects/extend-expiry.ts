// Extends the expiry of a project whenever it is used.

import { HOUR_MS } from '@/contract/durations';
import { getPrisma } from '@/platform/database/client';
import { databaseNow } from '@/platform/database/clock';
import { daysFrom, rulesOf } from '@/server/plans';

/** The date is moved at most this often, so that playing a song is not a stream of writes. */
const STEP_MS = HOUR_MS;

/** Renews the retention of a project by its owner's plan, counted from now. */
export async function extendExpiry(projectId: string, at?: Date): Promise<void> {
  const prisma = getPrisma();
  const project = await prisma.project.findUnique({
    where: { id: projectId },
    select: { expiresAt: true, updatedAt: true, owner: { select: { plan: true } } },
  });
  if (!project) return;
  const { expiresAt: current, updatedAt, owner } = project;
  const now = at ?? (await databaseNow());
  const expiresAt = daysFrom(now, rulesOf(owner.plan).retentionDays);
  const isFresh = current && expiresAt && Math.abs(expiresAt.getTime() - current.getTime()) < STEP_MS;
  if (isFresh || current === expiresAt) return;
  // Being played is not being changed: the date people sort their projects by stays.
  await prisma.project.updateMany({ where: { id: projectId }, data: { expiresAt, updatedAt } });
}
