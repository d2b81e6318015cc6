// /api/v1/projects/{id}/members/{user_id}: another role for somebody, or an end to their membership.
import { requireRole } from '@/server/auth/authorise';
import { currentUser } from '@/server/auth/session';
import { noContent, readJson } from '@/server/http/json';
import { changeRole, removeMember } from '@/server/members/members';
import { roleChangeSchema } from '@/server/members/schemas';
import { handle } from '@/server/problem';

type Member = { id: string; userId: string };

export const PATCH = handle<Member>(async (request, { id, userId }) => {
  const user = await currentUser(request);
  await requireRole(user, id, 'owner');
  const { role } = await readJson(request, roleChangeSchema);
  await changeRole(id, userId, role, user.id);
  return noContent();
});

export const DELETE = handle<Member>(async (request, { id, userId }) => {
  const user = await currentUser(request);
  // Anybody may leave; only the owner sends others away.
  await requireRole(user, id, userId === user.id ? 'viewer' : 'owner');
  await removeMember(id, userId, user.id);
  return noContent();
});
