// POST /api/v1/projects/{id}/chat/read: how far somebody has read.
import { requireRole } from '@/server/auth/authorise';
import { currentUser } from '@/server/auth/session';
import { markRead } from '@/server/chat/chat';
import { chatReadSchema } from '@/server/chat/schemas';
import { noContent, readJson } from '@/server/http/json';
import { handle } from '@/server/problem';

export const POST = handle<{ id: string }>(async (request, { id }) => {
  const user = await currentUser(request);
  await requireRole(user, id, 'viewer');
  const { up_to: upTo } = await readJson(request, chatReadSchema);
  await markRead(id, user.id, upTo);
  return noContent();
});
