// GET /api/v1/me: who I am and what my plan allows.
import { describeAccount } from '@/server/accounts/me';
import { meSchema } from '@/server/accounts/schemas';
import { currentUser } from '@/server/auth/session';
import { reply } from '@/server/http/json';
import { handle } from '@/server/problem';

export const GET = handle(async (request) =>
  reply(meSchema, await describeAccount(await currentUser(request))),
);
