// DELETE /api/v1/me/tokens/{id}: revokes an API token.
import { revokeToken } from '@/server/accounts/my-tokens';
import { currentUser } from '@/server/auth/session';
import { noContent } from '@/server/http/json';
import { handle } from '@/server/problem';

export const DELETE = handle<{ id: string }>(async (request, { id }) => {
  await revokeToken(await currentUser(request), id);
  return noContent();
});
