// GET /api/v1/projects/{id}/status: how far the separation is, and the stems once they are there.
import * as operations from '@/contract/http/separation';
import { serve } from '@/server/api/serve';
import { projectProgress } from '@/server/projects/status';

export const GET = serve(operations.getProgress, ({ user, project }) =>
  projectProgress(project.id, user.plan),
);
