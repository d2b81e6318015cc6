// GET /api/v1/projects/{id}/mixes: the exports of a project.
import { requireRole } from '@/server/auth/authorise';
import { currentUser } from '@/server/auth/session';
import { reply } from '@/server/http/json';
import { listMixes } from '@/server/mixes/mixes';
import { mixListSchema } from '@/server/mixes/schemas';
import { handle } from '@/server/problem';

export const GET = handle<{ id: string }>(async (request, { id }) => {
  await requireRole(await currentUser(request), id, 'viewer');
  return reply(mixListSchema, { mixes: await listMixes(id) });
});
