// DELETE /api/v1/library/{id}/shares/{projectId}: takes a style sound back from a project.
import { currentUser } from '@/server/auth/session';
import { noContent } from '@/server/http/json';
import { unshareSound } from '@/server/library/shares';
import { handle } from '@/server/problem';

export const DELETE = handle<{ id: string; projectId: string }>(async (request, { id, projectId }) => {
  await unshareSound(await currentUser(request), id, projectId);
  return noContent();
});
