// DELETE /api/v1/me/sessions/{id}: signs out one browser.
import { endMySession } from '@/server/accounts/my-sessions';
import { currentUser } from '@/server/auth/session';
import { noContent } from '@/server/http/json';
import { handle } from '@/server/problem';

export const DELETE = handle<{ id: string }>(async (request, { id }) => {
  await endMySession(await currentUser(request), id);
  return noContent();
});
