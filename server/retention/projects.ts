// Removes projects whose time is over by their owner's plan.
import { PLANS } from '@/server/plans';
import { deleteProject } from '@/server/projects/delete-project';
import { getPrisma } from '@/server/shared/database/client';
import { Plan } from '@/server/shared/database/generated/client';

/** Plans that keep projects for ever; somebody who changed to one keeps what had an end before. */
const KEEPING = Object.values(Plan).filter((plan) => PLANS[plan].retentionDays === null);

/** Deletes expired projects. Returns how many went. */
export async function sweepProjects(now: Date): Promise<number> {
  const prisma = getPrisma();
  const expired = { expiresAt: { lt: now } };
  await prisma.project.updateMany({
    where: { ...expired, owner: { plan: { in: KEEPING } } },
    data: { expiresAt: null },
  });
  const projects = await prisma.project.findMany({ where: expired, select: { id: true } });
  let gone = 0;
  // The end is checked again inside: somebody may open the project while the others are deleted.
  for (const { id } of projects) if (await deleteProject(id, { endedBefore: now })) gone += 1;
  return gone;
}
