// /api/v1/projects/{id}/versions/{version_id}: one version, with what its mix was.
import { requireRole } from '@/server/auth/authorise';
import { currentUser } from '@/server/auth/session';
import { noContent, reply } from '@/server/http/json';
import { handle } from '@/server/problem';
import { versionDetailSchema } from '@/server/versions/schemas';
import { deleteVersion, describeVersion } from '@/server/versions/versions';

type Params = { id: string; versionId: string };

export const GET = handle<Params>(async (request, { id, versionId }) => {
  await requireRole(await currentUser(request), id, 'viewer');
  return reply(versionDetailSchema, await describeVersion(id, versionId));
});

export const DELETE = handle<Params>(async (request, { id, versionId }) => {
  const user = await currentUser(request);
  const { role } = await requireRole(user, id, 'editor');
  await deleteVersion(id, versionId, { id: user.id, role });
  return noContent();
});
