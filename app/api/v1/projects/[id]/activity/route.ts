// GET /api/v1/projects/{id}/activity: who did what.
import { listActivity } from '@/server/activity/activity';
import { activityPageSchema, activityQuerySchema } from '@/server/activity/schemas';
import { requireRole } from '@/server/auth/authorise';
import { currentUser } from '@/server/auth/session';
import { reply } from '@/server/http/json';
import { readQuery } from '@/server/http/page';
import { handle } from '@/server/problem';

export const GET = handle<{ id: string }>(async (request, { id }) => {
  await requireRole(await currentUser(request), id, 'viewer');
  return reply(activityPageSchema, await listActivity(id, readQuery(request, activityQuerySchema)));
});
