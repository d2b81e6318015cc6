// /api/v1/mix/{id}: how far an export is, its link once it is there; calling it off.
import { currentUser } from '@/server/auth/session';
import { noContent, reply } from '@/server/http/json';
import { describeMix, removeMix, requireMix } from '@/server/mixes/mixes';
import { mixSchema } from '@/server/mixes/schemas';
import { handle } from '@/server/problem';

export const GET = handle<{ id: string }>(async (request, { id }) => {
  const { mix } = await requireMix(await currentUser(request), id, 'viewer');
  return reply(mixSchema, await describeMix(mix));
});

export const DELETE = handle<{ id: string }>(async (request, { id }) => {
  const user = await currentUser(request);
  const { mix, role } = await requireMix(user, id, 'editor');
  await removeMix(user, role, mix);
  return noContent();
});
