// POST /api/v1/auth/sign-up: a new account with an email and a password.
import * as operations from '@/contract/http/account';
import { signUp } from '@/server/accounts/sign-up';
import { serve } from '@/server/api/serve';
import { addressOf } from '@/server/http/address';

export const POST = serve(operations.signUp, async ({ request, body }) => {
  const { id, email, name } = await signUp(body, addressOf(request.headers.get('x-forwarded-for')));
  return { id, email: email ?? '', name: name ?? '' };
});
