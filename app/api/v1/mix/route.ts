// POST /api/v1/mix: an export of a project, as it is heard now or as the request says.
import { requireRole } from '@/server/auth/authorise';
import { currentUser } from '@/server/auth/session';
import { readJson, reply } from '@/server/http/json';
import { requestMix } from '@/server/mixes/request-mix';
import { acceptedMixSchema, newMixSchema } from '@/server/mixes/schemas';
import { handle } from '@/server/problem';
import { keepAlive } from '@/server/projects/keep-alive';

export const POST = handle(async (request) => {
  const user = await currentUser(request);
  const asked = await readJson(request, newMixSchema);
  const { project } = await requireRole(user, asked.project_id, 'editor');
  const id = await requestMix(user, project, asked);
  await keepAlive(project.id);
  return reply(acceptedMixSchema, { mix_id: id, status: 'queued' }, 202);
});
