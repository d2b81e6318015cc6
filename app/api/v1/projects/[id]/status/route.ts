// GET /api/v1/projects/{id}/status: how far the separation is, and the stems once they are there.
import { requireRole } from '@/server/auth/authorise';
import { currentUser } from '@/server/auth/session';
import { reply } from '@/server/http/json';
import { handle } from '@/server/problem';
import { projectProgressSchema } from '@/server/projects/schemas';
import { projectProgress } from '@/server/projects/status';

export const GET = handle<{ id: string }>(async (request, { id }) => {
  const user = await currentUser(request);
  await requireRole(user, id, 'viewer');
  return reply(projectProgressSchema, await projectProgress(id, user.plan));
});
