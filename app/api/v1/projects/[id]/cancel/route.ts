// POST /api/v1/projects/{id}/cancel: the separation is called off.
import { requireRole } from '@/server/auth/authorise';
import { currentUser } from '@/server/auth/session';
import { reply } from '@/server/http/json';
import { handle } from '@/server/problem';
import { projectProgressSchema } from '@/server/projects/schemas';
import { cancelSeparation } from '@/server/projects/separation';
import { projectProgress } from '@/server/projects/status';

export const POST = handle<{ id: string }>(async (request, { id }) => {
  const user = await currentUser(request);
  await requireRole(user, id, 'editor');
  await cancelSeparation(id);
  return reply(projectProgressSchema, await projectProgress(id, user.plan));
});
