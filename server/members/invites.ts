// Invitation links: making, listing and revoking them. The secret is in the link alone; the database keeps its hash.

import { createHash, randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { HOUR_MS } from '@/contract/durations';
import type { createdInviteSchema, inviteSchema, newInviteSchema } from '@/contract/http/members';
import { getPrisma } from '@/platform/database/client';
import { databaseNow } from '@/platform/database/clock';
import type { Invite } from '@/platform/database/generated/client';
import { getEnv } from '@/platform/env';
import { NotFoundError } from '@/server/errors';

/** How the database knows the secret of a link. */
export const inviteHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');

function viewOf(invite: Invite): z.input<typeof inviteSchema> {
  return {
    id: invite.id,
    role: invite.role,
    created_at: invite.createdAt.toISOString(),
    expires_at: invite.expiresAt.toISOString(),
    uses: invite.uses,
    max_uses: invite.maxUses,
  };
}

/** Makes a link that lets whoever opens it join with a role until it expires or is revoked. */
export async function createInvite(
  projectId: string,
  createdBy: string,
  { role, expires_in_h: hours, max_uses: maxUses }: z.output<typeof newInviteSchema>,
): Promise<z.input<typeof createdInviteSchema>> {
  const secret = randomBytes(32).toString('base64url');
  const createdAt = await databaseNow();
  const expiresAt = new Date(createdAt.getTime() + hours * HOUR_MS);
  const invite = await getPrisma().invite.create({
    data: { projectId, createdBy, role, createdAt, expiresAt, maxUses, hash: inviteHash(secret) },
  });
  return { ...viewOf(invite), url: `${getEnv().publicUrl}/invite/${secret}` };
}

/** The links of a project that still work, the newest first. */
export async function listInvites(projectId: string): Promise<z.input<typeof inviteSchema>[]> {
  const invites = await getPrisma().invite.findMany({
    where: { projectId, revokedAt: null, expiresAt: { gt: await databaseNow() } },
    orderBy: { createdAt: 'desc' },
  });
  return invites.filter(({ uses, maxUses }) => maxUses === null || uses < maxUses).map(viewOf);
}

/**
 * Makes a link stop working; people who joined by it stay.
 * @throws NotFoundError when the project has no such invitation
 */
export async function revokeInvite(projectId: string, inviteId: string): Promise<void> {
  const { count } = await getPrisma().invite.updateMany({
    where: { id: inviteId, projectId },
    data: { revokedAt: await databaseNow() },
  });
  if (count === 0) throw new NotFoundError('invitation');
}
