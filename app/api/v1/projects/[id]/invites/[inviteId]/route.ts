// DELETE /api/v1/projects/{id}/invites/{invite_id}: a link stops working.
import { requireRole } from '@/server/auth/authorise';
import { currentUser } from '@/server/auth/session';
import { noContent } from '@/server/http/json';
import { revokeInvite } from '@/server/members/invites';
import { handle } from '@/server/problem';

export const DELETE = handle<{ id: string; inviteId: string }>(async (request, { id, inviteId }) => {
  await requireRole(await currentUser(request), id, 'owner');
  await revokeInvite(id, inviteId);
  return noContent();
});
