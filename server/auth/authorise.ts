// Authorisation: roles per project, checked by every handler.

import { getPrisma } from '@/platform/database/client';
import type { Project, Role } from '@/platform/database/generated/client';
import { ForbiddenError, NotFoundError } from '@/server/errors';

const RANK: Record<Role, number> = { viewer: 0, editor: 1, owner: 2 };

const REFUSAL: Record<Role, string> = {
  viewer: 'Only members of this project may do that.',
  editor: 'Viewers may listen but not change this project; ask its owner for the editor role.',
  owner: 'Only the owner of this project may do that.',
};

export interface ProjectAccess {
  readonly project: Project;
  readonly role: Role;
}

/** Whether `role` includes everything that `needed` allows. */
export const includesRole = (role: Role, needed: Role): boolean => RANK[role] >= RANK[needed];

/**
 * The project and the person's role in it.
 * @throws NotFoundError for people who are no members, so that nobody learns which projects exist;
 *   ForbiddenError when their role is not enough
 */
export async function requireRole(
  user: { readonly id: string },
  projectId: string,
  needed: Role,
): Promise<ProjectAccess> {
  const membership = await getPrisma().membership.findUnique({
    where: { projectId_userId: { projectId, userId: user.id } },
    include: { project: true },
  });
  if (!membership) throw new NotFoundError('project');
  if (!includesRole(membership.role, needed)) throw new ForbiddenError(REFUSAL[needed]);
  return { project: membership.project, role: membership.role };
}

/** @throws ForbiddenError for everybody but administrators */
export function requireAdmin(user: { readonly isAdmin: boolean }): void {
  if (!user.isAdmin) throw new ForbiddenError('Only administrators of this studio may do that.');
}
