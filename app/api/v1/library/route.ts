// GET /api/v1/library: the style sounds I may use.
import { currentUser } from '@/server/auth/session';
import { reply } from '@/server/http/json';
import { styleListSchema } from '@/server/library/schemas';
import { listSounds } from '@/server/library/sounds';
import { handle } from '@/server/problem';

export const GET = handle(async (request) => {
  const user = await currentUser(request);
  return reply(styleListSchema, { sounds: await listSounds(user.id) });
});
