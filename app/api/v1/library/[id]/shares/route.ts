// POST /api/v1/library/{id}/shares: lends a style sound of mine to a project.
import { currentUser } from '@/server/auth/session';
import { noContent, readJson } from '@/server/http/json';
import { newShareSchema } from '@/server/library/schemas';
import { shareSound } from '@/server/library/shares';
import { handle } from '@/server/problem';

export const POST = handle<{ id: string }>(async (request, { id }) => {
  const user = await currentUser(request);
  const { project_id: projectId } = await readJson(request, newShareSchema);
  await shareSound(user, id, projectId);
  return noContent();
});
