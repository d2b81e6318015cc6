// POST /api/v1/projects/{id}/tracks/borrow: the song of a project becomes a track of this one.
import { requireRole } from '@/server/auth/authorise';
import { currentUser } from '@/server/auth/session';
import { readJson, reply } from '@/server/http/json';
import { handle } from '@/server/problem';
import { keepAlive } from '@/server/projects/keep-alive';
import { borrowTrack } from '@/server/tracks/add-track';
import { borrowedTrackSchema, trackSchema } from '@/server/tracks/schemas';
import { readTrack } from '@/server/tracks/tracks';

export const POST = handle<{ id: string }>(async (request, { id }) => {
  const user = await currentUser(request);
  await requireRole(user, id, 'editor');
  const { from_project_id: fromProjectId } = await readJson(request, borrowedTrackSchema);
  await requireRole(user, fromProjectId, 'viewer');
  const trackId = await borrowTrack(user, id, fromProjectId);
  await keepAlive(id);
  return reply(trackSchema, await readTrack(trackId), 202);
});
