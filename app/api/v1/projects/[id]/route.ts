// /api/v1/projects/{id}: one project: looking at it, renaming it, deleting it.
import { requireRole } from '@/server/auth/authorise';
import { currentUser } from '@/server/auth/session';
import { noContent, readJson, reply } from '@/server/http/json';
import { handle } from '@/server/problem';
import { describeProject, renameProject } from '@/server/projects/projects';
import { projectSchema, renamedProjectSchema } from '@/server/projects/schemas';
import { deleteProject } from '@/server/shared/projects/delete-project';

export const GET = handle<{ id: string }>(async (request, { id }) => {
  const { role } = await requireRole(await currentUser(request), id, 'viewer');
  return reply(projectSchema, await describeProject(id, role));
});

export const PATCH = handle<{ id: string }>(async (request, { id }) => {
  const user = await currentUser(request);
  const { role } = await requireRole(user, id, 'editor');
  const { name } = await readJson(request, renamedProjectSchema);
  await renameProject(id, name, user.id);
  return reply(projectSchema, await describeProject(id, role));
});

export const DELETE = handle<{ id: string }>(async (request, { id }) => {
  await requireRole(await currentUser(request), id, 'owner');
  await deleteProject(id);
  return noContent();
});
