// /api/v1/me/sessions: where I am signed in; signing out everywhere.
import * as operations from '@/contract/http/credentials';
import { describeSessions, endMySessions } from '@/server/accounts/my-sessions';
import { serve } from '@/server/api/serve';

export const GET = serve(operations.listSessions, ({ user }) => describeSessions(user));

export const DELETE = serve(operations.endSessions, ({ user, query }) =>
  endMySessions(user, { keepCurrent: query.keep_current === 'true' }),
);
