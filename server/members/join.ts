// Following an invitation link: what it offers, and joining by it.
import type { z } from 'zod';
import type { joinedSchema, offerSchema } from '@/contract/http/members';
import { recordActivity } from '@/platform/activity';
import { publish } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import { databaseNow } from '@/platform/database/clock';
import type { Invite, Prisma, Role } from '@/platform/database/generated/client';
import { lockMembers } from '@/platform/database/locks';
import { includesRole } from '@/server/auth/authorise';
import { ForbiddenError, GoneError, NotFoundError } from '@/server/errors';
import { checkMemberCount } from '@/server/plan-checks';
import { inviteHash } from './invites';

type Transaction = Prisma.TransactionClient;

const WITH_PROJECT = {
  project: { select: { name: true, kind: true, owner: { select: { plan: true } } } },
} satisfies Prisma.InviteInclude;

type OpenInvite = Prisma.InviteGetPayload<{ include: typeof WITH_PROJECT }>;

const isUsedUp = ({ uses, maxUses }: Invite): boolean => maxUses !== null && uses >= maxUses;

const USED_UP = 'This invitation has been used as often as it may be; ask for a new one.';

/**
 * The invitation behind a link's secret.
 * @throws NotFoundError for a secret that never was one, GoneError for one that was revoked or has expired
 */
async function openInvite(tx: Transaction, secret: string): Promise<OpenInvite> {
  const invite = await tx.invite.findUnique({ where: { hash: inviteHash(secret) }, include: WITH_PROJECT });
  if (!invite) throw new NotFoundError('invitation');
  if (invite.revokedAt) throw new GoneError('This invitation was withdrawn; ask for a new one.');
  if (invite.expiresAt <= (await databaseNow(tx)))
    throw new GoneError('This invitation has expired; ask for a new one.');
  return invite;
}

/** What a link offers; everyone who has the link may see that much, signed in or not. */
export async function readOffer(secret: string): Promise<z.input<typeof offerSchema>> {
  const prisma = getPrisma();
  const invite = await openInvite(prisma, secret);
  if (isUsedUp(invite)) throw new GoneError(USED_UP);
  const host = await prisma.user.findUnique({
    where: { id: invite.createdBy },
    select: { name: true },
  });
  return { project_name: invite.project.name, role: invite.role, invited_by: host?.name ?? null };
}

/**
 * Checks that the owner has not removed the person, nor lowered the role that they left with, since the link was made;
 * a newer link lets them in again.
 * @throws ForbiddenError
 */
async function assertMayJoin(tx: Transaction, invite: OpenInvite, userId: string): Promise<void> {
  const where = { projectId_userId: { projectId: invite.projectId, userId } };
  const removal = await tx.removal.findUnique({ where });
  if (!removal) return;
  if (invite.createdAt <= removal.removedAt) {
    throw new ForbiddenError(
      'The owner has changed your access to this project since this invitation; ask them for a new one.',
    );
  }
  await tx.removal.delete({ where });
}

/** Notes that the person joined by this link. */
async function recordUse(tx: Transaction, inviteId: string, userId: string): Promise<void> {
  const where = { inviteId_userId: { inviteId, userId } };
  const usedAt = await databaseNow(tx);
  await tx.inviteUse.upsert({ where, create: { inviteId, userId, usedAt }, update: { usedAt } });
  await tx.invite.update({ where: { id: inviteId }, data: { uses: { increment: 1 } } });
}

/** Makes the person a member or raises their role; returns null when they have as much already. */
async function admit(tx: Transaction, invite: OpenInvite, userId: string): Promise<Role | null> {
  const { projectId, role } = invite;
  const where = { projectId_userId: { projectId, userId } };
  const present = await tx.membership.findUnique({ where });
  if (present && includesRole(present.role, role)) return null;
  // What the owner decided later than the link was made, it does not undo.
  if (present?.roleLoweredAt && invite.createdAt <= present.roleLoweredAt) return null;
  if (isUsedUp(invite)) throw new GoneError(USED_UP);
  if (present) {
    await tx.membership.update({ where, data: { role } });
    return role;
  }
  await assertMayJoin(tx, invite, userId);
  checkMemberCount(invite.project.owner.plan, await tx.membership.count({ where: { projectId } }));
  await tx.membership.create({ data: { projectId, userId, role } });
  return role;
}

/**
 * Joins a project by a link. Following a link again changes nothing; one never lowers a role, nor raises one
 * that the owner lowered after the link was made.
 * @throws NotFoundError, GoneError, ForbiddenError for somebody whom the owner removed after the link was made, and
 *   PlanLimitError when the project is full
 */
export async function acceptInvite(secret: string, userId: string): Promise<z.input<typeof joinedSchema>> {
  return getPrisma().$transaction(async (tx) => {
    const { projectId } = await openInvite(tx, secret);
    await lockMembers(tx, projectId);
    // Read again under the lock: it may have been revoked while we waited.
    const invite = await openInvite(tx, secret);
    const { kind } = invite.project;
    const given = await admit(tx, invite, userId);
    if (given) {
      await recordUse(tx, invite.id, userId);
      await recordActivity(tx, { projectId, actorId: userId, what: { kind: 'joined', role: given } });
      await publish({ type: 'membership', projectId, userId }, tx);
      return { project_id: projectId, kind, role: given };
    }
    const { role } = await tx.membership.findUniqueOrThrow({
      where: { projectId_userId: { projectId, userId } },
    });
    return { project_id: projectId, kind, role };
  });
}
