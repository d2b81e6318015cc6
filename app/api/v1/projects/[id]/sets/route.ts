// GET /api/v1/projects/{id}/sets: the sets of a project.
import { requireRole } from '@/server/auth/authorise';
import { currentUser } from '@/server/auth/session';
import { setListSchema } from '@/server/automix/schemas';
import { listSets } from '@/server/automix/sets';
import { reply } from '@/server/http/json';
import { handle } from '@/server/problem';

export const GET = handle<{ id: string }>(async (request, { id }) => {
  await requireRole(await currentUser(request), id, 'viewer');
  return reply(setListSchema, { sets: await listSets(id) });
});
