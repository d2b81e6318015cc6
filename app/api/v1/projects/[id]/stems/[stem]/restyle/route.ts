// POST /api/v1/projects/{id}/stems/{stem}/restyle: tries again to play a stem with its style sound.
import { requireRole } from '@/server/auth/authorise';
import { currentUser } from '@/server/auth/session';
import { noContent } from '@/server/http/json';
import { handle } from '@/server/problem';
import { followStyles } from '@/server/styles/follow-styles';

export const POST = handle<{ id: string; stem: string }>(async (request, { id, stem }) => {
  await requireRole(await currentUser(request), id, 'editor');
  await followStyles(id, { retry: stem });
  return noContent();
});
