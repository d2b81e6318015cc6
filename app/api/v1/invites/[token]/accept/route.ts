// POST /api/v1/invites/{token}/accept: joining a project by a link.
import { currentUser } from '@/server/auth/session';
import { reply } from '@/server/http/json';
import { acceptInvite } from '@/server/members/join';
import { joinedSchema } from '@/server/members/schemas';
import { handle } from '@/server/problem';

export const POST = handle<{ token: string }>(async (request, { token }) => {
  const user = await currentUser(request);
  return reply(joinedSchema, await acceptInvite(token, user.id));
});
