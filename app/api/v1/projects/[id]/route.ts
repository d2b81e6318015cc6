// /api/v1/projects/{id}: one project: looking at it, renaming it, deleting it.
import * as operations from '@/contract/http/projects';
import { deleteProject } from '@/platform/projects/delete-project';
import { serve } from '@/server/api/serve';
import { describeProject, renameProject } from '@/server/projects/projects';

export const GET = serve(operations.getProject, ({ project, role }) => describeProject(project.id, role));

export const PATCH = serve(operations.renameProject, async ({ project, role, user, body }) => {
  await renameProject(project.id, body.name, user.id);
  return describeProject(project.id, role);
});

export const DELETE = serve(operations.deleteProject, ({ project }) => deleteProject(project.id));
