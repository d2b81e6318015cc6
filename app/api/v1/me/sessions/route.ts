// /api/v1/me/sessions: where I am signed in; signing out everywhere.
import { describeSessions, endMySessions } from '@/server/accounts/my-sessions';
import { endSessionsQuerySchema, sessionListSchema } from '@/server/accounts/schemas';
import { currentUser } from '@/server/auth/session';
import { noContent, reply } from '@/server/http/json';
import { readQuery } from '@/server/http/read-query';
import { handle } from '@/server/problem';

export const GET = handle(async (request) =>
  reply(sessionListSchema, await describeSessions(await currentUser(request))),
);

export const DELETE = handle(async (request) => {
  const user = await currentUser(request);
  const { keep_current: keep } = readQuery(request, endSessionsQuerySchema);
  await endMySessions(user, { keepCurrent: keep === 'true' });
  return noContent();
});
