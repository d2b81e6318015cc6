// POST /api/v1/me/password: another password for my account.
import { changePassword } from '@/server/accounts/change-password';
import { passwordChangeSchema } from '@/server/accounts/schemas';
import { currentUser } from '@/server/auth/session';
import { addressOf } from '@/server/http/address';
import { noContent, readJson } from '@/server/http/json';
import { handle } from '@/server/problem';

export const POST = handle(async (request) => {
  const user = await currentUser(request);
  const change = await readJson(request, passwordChangeSchema);
  await changePassword(user, change, addressOf(request.headers.get('x-forwarded-for')));
  return noContent();
});
