// Following an invitation link: what it offers, and joining by it.
import type { z } from 'zod';
import { includesRole } from '@/server/auth/authorise';
import { lockMembers } from '@/server/database-locks';
import { GoneError, NotFoundError } from '@/server/errors';
import { checkMemberCount } from '@/server/plan-checks';
import { recordActivity } from '@/server/shared/activity';
import { publish } from '@/server/shared/bus';
import { getPrisma } from '@/server/shared/database/client';
import type { Prisma, Role } from '@/server/shared/database/generated/client';
import { inviteHash } from './invites';
import type { joinedSchema, offerSchema } from './schemas';

type Transaction = Prisma.TransactionClient;

const WITH_PROJECT = {
  project: { select: { name: true, kind: true, owner: { select: { plan: true } } } },
} satisfies Prisma.InviteInclude;

type OpenInvite = Prisma.InviteGetPayload<{ include: typeof WITH_PROJECT }>;

/**
 * The invitation behind a link's secret.
 * @throws NotFoundError for a secret that never was one, GoneError for one that was revoked or has expired
 */
async function openInvite(tx: Transaction, secret: string): Promise<OpenInvite> {
  const invite = await tx.invite.findUnique({ where: { hash: inviteHash(secret) }, include: WITH_PROJECT });
  if (!invite) throw new NotFoundError('invitation');
  if (invite.revokedAt) throw new GoneError('This invitation was withdrawn; ask for a new one.');
  if (invite.expiresAt <= new Date()) throw new GoneError('This invitation has expired; ask for a new one.');
  return invite;
}

/** What a link offers; whoever holds it may know that much, signed in or not. */
export async function readOffer(secret: string): Promise<z.input<typeof offerSchema>> {
  const prisma = getPrisma();
  const invite = await openInvite(prisma, secret);
  const host = await prisma.user.findUnique({
    where: { id: invite.createdBy },
    select: { name: true },
  });
  return { project_name: invite.project.name, role: invite.role, invited_by: host?.name ?? null };
}

/** Makes the person a member or raises their role; returns null when they have as much already. */
async function admit(tx: Transaction, invite: OpenInvite, userId: string): Promise<Role | null> {
  const { projectId, role } = invite;
  const where = { projectId_userId: { projectId, userId } };
  const present = await tx.membership.findUnique({ where });
  if (present && includesRole(present.role, role)) return null;
  if (present) {
    await tx.membership.update({ where, data: { role } });
    return role;
  }
  checkMemberCount(invite.project.owner.plan, await tx.membership.count({ where: { projectId } }));
  await tx.membership.create({ data: { projectId, userId, role } });
  return role;
}

/**
 * Joins a project by a link. Following a link again changes nothing; one never lowers a role.
 * @throws NotFoundError, GoneError, and PlanLimitError when the project is full
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
      await tx.invite.update({ where: { id: invite.id }, data: { uses: { increment: 1 } } });
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
