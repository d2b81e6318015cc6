// POST /api/v1/projects/{id}/retry: a failed separation runs again.
import { requireRole } from '@/server/auth/authorise';
import { currentUser } from '@/server/auth/session';
import { reply } from '@/server/http/json';
import { handle } from '@/server/problem';
import { projectProgressSchema } from '@/server/projects/schemas';
import { retrySeparation } from '@/server/projects/separation';
import { projectProgress } from '@/server/projects/status';

export const POST = handle<{ id: string }>(async (request, { id }) => {
  const user = await currentUser(request);
  await requireRole(user, id, 'editor');
  await retrySeparation(user, id);
  return reply(projectProgressSchema, await projectProgress(id, user.plan), 202);
});
