// GET /api/v1/projects/{id}/media: signed grants for the stems of the project.
import { requireRole } from '@/server/auth/authorise';
import { currentUser } from '@/server/auth/session';
import { reply } from '@/server/http/json';
import { grantProjectMedia } from '@/server/media/project-grants';
import { mediaGrantsSchema } from '@/server/media/schemas';
import { handle } from '@/server/problem';
import { keepAlive } from '@/server/projects/keep-alive';

export const GET = handle<{ id: string }>(async (request, { id }) => {
  const user = await currentUser(request);
  await requireRole(user, id, 'viewer');
  await keepAlive(id);
  return reply(mediaGrantsSchema, await grantProjectMedia(id, user.plan));
});
