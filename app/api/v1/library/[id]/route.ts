// /api/v1/library/{id}: a style sound with the map of its grains; removing it.
import { currentUser } from '@/server/auth/session';
import { noContent, reply } from '@/server/http/json';
import { deleteSound } from '@/server/library/delete-sound';
import { describeDetail } from '@/server/library/describe-detail';
import { styleDetailSchema } from '@/server/library/schemas';
import { requireOwnSound, requireSound } from '@/server/library/sounds';
import { handle } from '@/server/problem';

export const GET = handle<{ id: string }>(async (request, { id }) => {
  const user = await currentUser(request);
  return reply(styleDetailSchema, await describeDetail(await requireSound(user.id, id), user.id));
});

export const DELETE = handle<{ id: string }>(async (request, { id }) => {
  const user = await currentUser(request);
  await deleteSound(await requireOwnSound(user.id, id));
  return noContent();
});
