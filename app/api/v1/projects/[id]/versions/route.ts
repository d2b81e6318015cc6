// /api/v1/projects/{id}/versions: the versions that were given a name.
import { requireRole } from '@/server/auth/authorise';
import { currentUser } from '@/server/auth/session';
import { readJson, reply } from '@/server/http/json';
import { handle } from '@/server/problem';
import { newVersionSchema, versionListSchema, versionSchema } from '@/server/versions/schemas';
import { listVersions, saveVersion } from '@/server/versions/versions';

export const GET = handle<{ id: string }>(async (request, { id }) => {
  await requireRole(await currentUser(request), id, 'viewer');
  return reply(versionListSchema, { versions: await listVersions(id) });
});

export const POST = handle<{ id: string }>(async (request, { id }) => {
  const user = await currentUser(request);
  await requireRole(user, id, 'editor');
  const { name } = await readJson(request, newVersionSchema);
  return reply(versionSchema, await saveVersion(id, user.id, name), 201);
});
