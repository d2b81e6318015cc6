// /api/v1/projects: my projects, and a new one.
import * as operations from '@/contract/http/projects';
import { serve } from '@/server/api/serve';
import { createProject, listProjects } from '@/server/projects/projects';

export const GET = serve(operations.listProjects, async ({ user }) => ({
  projects: await listProjects(user.id),
}));

export const POST = serve(operations.createProject, ({ user, body }) =>
  createProject(user, body.name, body.kind),
);
