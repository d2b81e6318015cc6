// Creates a project, within the limits of its owner's plan.

import { databaseNow } from '@/platform/database/clock';
import type { Plan, Prisma, Project, ProjectKind } from '@/platform/database/generated/client';
import { lockAccount } from '@/platform/database/locks';
import { checkProjectCount } from '@/server/plan-checks';
import { daysFrom, rulesOf } from '@/server/plans';

export interface ProjectOwner {
  readonly id: string;
  readonly plan: Plan;
}

/**
 * Writes a project and its owner's membership as part of a transaction.
 * @throws PlanLimitError when the owner has as many projects as the plan allows
 */
export async function insertProject(
  tx: Prisma.TransactionClient,
  owner: ProjectOwner,
  name: string,
  kind: ProjectKind = 'session',
): Promise<Project> {
  await lockAccount(tx, owner.id);
  checkProjectCount(owner.plan, await tx.project.count({ where: { ownerId: owner.id } }));
  const expiresAt = daysFrom(await databaseNow(tx), rulesOf(owner.plan).retentionDays);
  return tx.project.create({
    data: {
      name,
      kind,
      ownerId: owner.id,
      expiresAt,
      memberships: { create: { userId: owner.id, role: 'owner' } },
    },
  });
}
