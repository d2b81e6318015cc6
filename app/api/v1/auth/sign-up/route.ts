// POST /api/v1/auth/sign-up: a new account with an email and a password.
import { signedUpSchema, signUpSchema } from '@/server/accounts/schemas';
import { signUp } from '@/server/accounts/sign-up';
import { addressOf } from '@/server/http/address';
import { readJson, reply } from '@/server/http/json';
import { handle } from '@/server/problem';

export const POST = handle(async (request) => {
  const form = await readJson(request, signUpSchema);
  const user = await signUp(form, addressOf(request.headers.get('x-forwarded-for')));
  return reply(signedUpSchema, { id: user.id, email: user.email ?? '', name: user.name ?? '' }, 201);
});
