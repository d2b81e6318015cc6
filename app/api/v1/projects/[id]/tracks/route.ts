// /api/v1/projects/{id}/tracks: the tracks that a project can make sets of; a new one, as multipart/form-data.
import { requireRole } from '@/server/auth/authorise';
import { currentUser } from '@/server/auth/session';
import { reply } from '@/server/http/json';
import { handle } from '@/server/problem';
import { keepAlive } from '@/server/projects/keep-alive';
import { uploadTrack } from '@/server/tracks/add-track';
import { trackListSchema, trackSchema } from '@/server/tracks/schemas';
import { listTracks, readTrack } from '@/server/tracks/tracks';

export const GET = handle<{ id: string }>(async (request, { id }) => {
  await requireRole(await currentUser(request), id, 'viewer');
  return reply(trackListSchema, { tracks: await listTracks(id) });
});

export const POST = handle<{ id: string }>(async (request, { id }) => {
  const user = await currentUser(request);
  await requireRole(user, id, 'editor');
  const trackId = await uploadTrack(user, id, request);
  await keepAlive(id);
  return reply(trackSchema, await readTrack(trackId), 202);
});
