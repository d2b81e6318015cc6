// GET /api/v1/projects/{id}/members: who is in the project.
import { requireRole } from '@/server/auth/authorise';
import { currentUser } from '@/server/auth/session';
import { reply } from '@/server/http/json';
import { listMembers } from '@/server/members/members';
import { memberListSchema } from '@/server/members/schemas';
import { handle } from '@/server/problem';

export const GET = handle<{ id: string }>(async (request, { id }) => {
  const { role } = await requireRole(await currentUser(request), id, 'viewer');
  return reply(memberListSchema, { members: await listMembers(id, role) });
});
