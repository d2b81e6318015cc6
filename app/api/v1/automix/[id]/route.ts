// /api/v1/automix/{id}: how far a set is, its link once it is there; calling it off and removing it.
import { currentUser } from '@/server/auth/session';
import { setSchema } from '@/server/automix/schemas';
import { describeSet, removeSet, requireSet } from '@/server/automix/sets';
import { noContent, reply } from '@/server/http/json';
import { handle } from '@/server/problem';

export const GET = handle<{ id: string }>(async (request, { id }) => {
  const { set } = await requireSet(await currentUser(request), id, 'viewer');
  return reply(setSchema, await describeSet(set));
});

export const DELETE = handle<{ id: string }>(async (request, { id }) => {
  const user = await currentUser(request);
  const { set, role } = await requireSet(user, id, 'editor');
  await removeSet(user, role, set);
  return noContent();
});
