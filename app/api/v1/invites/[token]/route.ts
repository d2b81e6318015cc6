// GET /api/v1/invites/{token}: what an invitation offers. The link itself is the permission to see that.
import { reply } from '@/server/http/json';
import { readOffer } from '@/server/members/join';
import { offerSchema } from '@/server/members/schemas';
import { handle } from '@/server/problem';

export const GET = handle<{ token: string }>(async (_request, { token }) =>
  reply(offerSchema, await readOffer(token)),
);
