// /api/v1/projects/{id}/cover: the image that exported MP3 and FLAC files carry.
import { requireRole } from '@/server/auth/authorise';
import { currentUser } from '@/server/auth/session';
import { noContent, reply } from '@/server/http/json';
import { receiveCover, removeCover, sendCover } from '@/server/mixes/cover';
import { coverSchema } from '@/server/mixes/schemas';
import { handle } from '@/server/problem';

export const GET = handle<{ id: string }>(async (request, { id }) => {
  await requireRole(await currentUser(request), id, 'viewer');
  return sendCover(request, id);
});

export const POST = handle<{ id: string }>(async (request, { id }) => {
  const user = await currentUser(request);
  await requireRole(user, id, 'editor');
  return reply(coverSchema, await receiveCover(user, id, request), 201);
});

export const DELETE = handle<{ id: string }>(async (request, { id }) => {
  await requireRole(await currentUser(request), id, 'editor');
  await removeCover(id);
  return noContent();
});
