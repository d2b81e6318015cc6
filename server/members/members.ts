// The members of a project: listing, roles, removal.
import type { z } from 'zod';
import type { memberSchema } from '@/contract/http/members';
import { recordActivity } from '@/platform/activity';
import { publish } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import { databaseNow } from '@/platform/database/clock';
import type { Prisma, Role } from '@/platform/database/generated/client';
import { lockMembers } from '@/platform/database/locks';
import { includesRole } from '@/server/auth/authorise';
import { ForbiddenError, NotFoundError } from '@/server/errors';

type MemberView = z.input<typeof memberSchema>;

/** Everybody in a project, in the order they joined; only the owner sees their emails. */
export async function listMembers(projectId: string, viewerRole: Role): Promise<MemberView[]> {
  const memberships = await getPrisma().membership.findMany({
    where: { projectId },
    include: { user: { select: { name: true, email: true } } },
    orderBy: { createdAt: 'asc' },
  });
  return memberships.map(({ userId, role, user }) => ({
    user_id: userId,
    name: user.name ?? 'Somebody',
    email: viewerRole === 'owner' ? user.email : null,
    role,
  }));
}

/** The display name of a member. */
async function nameOf(tx: Prisma.TransactionClient, userId: string): Promise<string> {
  const { name } = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { name: true } });
  return name ?? 'Somebody';
}

/** Locks somebody's membership and returns their role. */
async function lockedRole(tx: Prisma.TransactionClient, projectId: string, userId: string): Promise<Role> {
  const rows = await tx.$queryRaw<{ role: Role }[]>`
    SELECT "role"::text AS "role" FROM "Membership"
    WHERE "projectId" = ${projectId} AND "userId" = ${userId} FOR UPDATE`;
  const [membership] = rows;
  if (!membership) throw new NotFoundError('member');
  if (membership.role === 'owner') throw new ForbiddenError('The owner of a project stays its owner.');
  return membership.role;
}

/**
 * Gives a member another role on behalf of `actorId`. Open sockets are notified with the commit.
 * @throws NotFoundError when they are no member; ForbiddenError for the owner
 */
export async function changeRole(
  projectId: string,
  userId: string,
  role: Role,
  actorId: string,
): Promise<void> {
  await getPrisma().$transaction(async (tx) => {
    const before = await lockedRole(tx, projectId, userId);
    if (before === role) return;
    const roleLoweredAt = includesRole(before, role) ? await databaseNow(tx) : null;
    await tx.membership.update({
      where: { projectId_userId: { projectId, userId } },
      data: { role, roleLoweredAt },
    });
    const what = { kind: 'role', name: await nameOf(tx, userId), role } as const;
    await recordActivity(tx, { projectId, actorId, what });
    await publish({ type: 'membership', projectId, userId }, tx);
  });
}

/** Remembers that links from before `removedAt` no longer let this person in. */
async function refuseOlderLinks(
  tx: Prisma.TransactionClient,
  projectId: string,
  userId: string,
  removedAt: Date,
): Promise<void> {
  const where = { projectId_userId: { projectId, userId } };
  await tx.removal.upsert({ where, create: { projectId, userId, removedAt }, update: { removedAt } });
}

/**
 * Keeps somebody out after their removal: the links they joined by end, since they know them, and of the other links
 * of before none lets their account in.
 */
async function removeAccess(tx: Prisma.TransactionClient, projectId: string, userId: string): Promise<void> {
  const removedAt = await databaseNow(tx);
  await tx.invite.updateMany({
    where: { projectId, revokedAt: null, joinedBy: { some: { userId } } },
    data: { revokedAt: removedAt },
  });
  await refuseOlderLinks(tx, projectId, userId, removedAt);
}

/**
 * Takes somebody out of a project; who takes out themselves leaves and may come back by a link that still works, unless
 * the owner lowered their role after it was made.
 * Open sockets of whoever is taken out close.
 * @throws NotFoundError when they are no member; ForbiddenError for the owner
 */
export async function removeMember(projectId: string, userId: string, actorId: string): Promise<void> {
  await getPrisma().$transaction(async (tx) => {
    // The same lock as for joining, and before the row, as there.
    await lockMembers(tx, projectId);
    await lockedRole(tx, projectId, userId);
    const where = { projectId_userId: { projectId, userId } };
    const { roleLoweredAt } = await tx.membership.delete({ where });
    if (userId !== actorId) await removeAccess(tx, projectId, userId);
    // Leaving and rejoining does not restore a role that the owner lowered.
    else if (roleLoweredAt) await refuseOlderLinks(tx, projectId, userId, roleLoweredAt);
    const left = { kind: 'left' } as const;
    const what = userId === actorId ? left : { kind: 'removed' as const, name: await nameOf(tx, userId) };
    await recordActivity(tx, { projectId, actorId, what });
    await publish({ type: 'membership', projectId, userId }, tx);
  });
}
