// /api/v1/me/tokens: my API tokens; a new one, shown once.
import { createToken, describeTokens } from '@/server/accounts/my-tokens';
import { createdTokenSchema, newTokenSchema, tokenListSchema } from '@/server/accounts/schemas';
import { currentUser } from '@/server/auth/session';
import { readJson, reply } from '@/server/http/json';
import { handle } from '@/server/problem';

export const GET = handle(async (request) =>
  reply(tokenListSchema, await describeTokens(await currentUser(request))),
);

export const POST = handle(async (request) => {
  const user = await currentUser(request);
  const wanted = await readJson(request, newTokenSchema);
  return reply(createdTokenSchema, await createToken(user, wanted), 201);
});
