// POST /api/v1/projects/{id}/cancel: cancels the separation.
import * as operations from '@/contract/http/separation';
import { serve } from '@/server/api/serve';
import { cancelSeparation } from '@/server/projects/separation';
import { projectProgress } from '@/server/projects/status';

export const POST = serve(operations.cancelSeparation, async ({ user, project }) => {
  await cancelSeparation(project.id);
  return projectProgress(project.id, user.plan);
});
