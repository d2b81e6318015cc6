// /api/v1/projects: my projects, and a new one.
import { currentUser } from '@/server/auth/session';
import { readJson, reply } from '@/server/http/json';
import { handle } from '@/server/problem';
import { createProject, listProjects } from '@/server/projects/projects';
import { newProjectSchema, projectListSchema, projectSchema } from '@/server/projects/schemas';

export const GET = handle(async (request) => {
  const user = await currentUser(request);
  return reply(projectListSchema, { projects: await listProjects(user.id) });
});

export const POST = handle(async (request) => {
  const user = await currentUser(request);
  const { name, kind } = await readJson(request, newProjectSchema);
  return reply(projectSchema, await createProject(user, name, kind), 201);
});
