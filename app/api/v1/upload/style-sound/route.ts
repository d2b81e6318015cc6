// POST /api/v1/upload/style-sound: a recording, as multipart/form-data, becomes a sound to play stems with.
import { currentUser } from '@/server/auth/session';
import { reply } from '@/server/http/json';
import { acceptedStyleSchema } from '@/server/library/schemas';
import { styleStatusOf } from '@/server/library/sounds';
import { uploadStyleSound } from '@/server/library/upload-sound';
import { handle } from '@/server/problem';

export const POST = handle(async (request) => {
  const user = await currentUser(request);
  const { id, state } = await uploadStyleSound(user, request);
  return reply(acceptedStyleSchema, { id, status: styleStatusOf(state) }, 202);
});
