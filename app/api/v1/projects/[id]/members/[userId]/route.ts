// /api/v1/projects/{id}/members/{user_id}: another role for somebody, or an end to their membership.
import * as operations from '@/contract/http/members';
import { serve } from '@/server/api/serve';
import { requireRole } from '@/server/auth/authorise';
import { changeRole, removeMember } from '@/server/members/members';

export const PATCH = serve(operations.changeRole, ({ project, params, body, user }) =>
  changeRole(project.id, params.userId, body.role, user.id),
);

export const DELETE = serve(operations.removeMember, async ({ project, params: { userId }, user }) => {
  if (userId !== user.id) await requireRole(user, project.id, 'owner');
  await removeMember(project.id, userId, user.id);
});
