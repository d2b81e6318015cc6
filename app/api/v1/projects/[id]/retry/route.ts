// POST /api/v1/projects/{id}/retry: a failed separation runs again.
import * as operations from '@/contract/http/separation';
import { serve } from '@/server/api/serve';
import { retrySeparation } from '@/server/projects/separation';
import { projectProgress } from '@/server/projects/status';

export const POST = serve(operations.retrySeparation, async ({ user, project }) => {
  await retrySeparation(user, project.id);
  return projectProgress(project.id, user.plan);
});
