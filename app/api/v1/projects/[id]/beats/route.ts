// GET /api/v1/projects/{id}/beats: where the beats of the song are, as far as that is known.
import { requireRole } from '@/server/auth/authorise';
import { currentUser } from '@/server/auth/session';
import { reply } from '@/server/http/json';
import { handle } from '@/server/problem';
import { songBeats } from '@/server/projects/beats';
import { beatsSchema } from '@/server/projects/schemas';

export const GET = handle<{ id: string }>(async (request, { id }) => {
  await requireRole(await currentUser(request), id, 'viewer');
  return reply(beatsSchema, await songBeats(id));
});
