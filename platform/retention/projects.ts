// Removes projects whose time is over by their owner's plan.
import { getPrisma } from '@/platform/database/client';
import { Plan } from '@/platform/database/generated/client';
import { PROJECT_RETENTION_DAYS } from '@/platform/plan-retention';
import { deleteProject } from '@/platform/projects/delete-project';
import { type SweepRun, uninterruptedRun } from '../removal/counts';

const BATCH = 500;

/** Plans that keep projects for ever; somebody who changed to one keeps what had an end before. */
const PLANS_WITHOUT_EXPIRY = Object.values(Plan).filter((plan) => PROJECT_RETENTION_DAYS[plan] === null);

/** How many projects have expired, of how many. */
export async function countExpiredProjects(now: Date): Promise<{ deletable: number; total: number }> {
  const prisma = getPrisma();
  const deletable = await prisma.project.count({
    where: { expiresAt: { lt: now }, owner: { plan: { notIn: PLANS_WITHOUT_EXPIRY } } },
  });
  return { deletable, total: deletable === 0 ? 0 : await prisma.project.count() };
}

/** Deletes expired projects. */
export async function sweepProjects(now: Date, run: SweepRun = uninterruptedRun()): Promise<void> {
  const prisma = getPrisma();
  const expired = { expiresAt: { lt: now } };
  await prisma.project.updateMany({
    where: { ...expired, owner: { plan: { in: PLANS_WITHOUT_EXPIRY } } },
    data: { expiresAt: null },
  });
  let after = '';
  for (;;) {
    const projects = await prisma.project.findMany({
      where: { ...expired, id: { gt: after } },
      select: { id: true },
      orderBy: { id: 'asc' },
      take: BATCH,
    });
    for (const { id } of projects) {
      run.signal.throwIfAborted();
      // The end is checked again inside: somebody may open the project while the others are deleted.
      if (await deleteProject(id, { endedBefore: now })) run.counts.add(id);
      after = id;
    }
    if (projects.length < BATCH) return;
  }
}
