// POST /api/v1/projects/{id}/sources/{source}/separate: an imported file becomes the song of its session.
import * as operations from '@/contract/http/sources';
import { serve } from '@/server/api/serve';
import { extendExpiry } from '@/server/projects/extend-expiry';
import { chooseModel } from '@/server/projects/models';
import { projectProgress } from '@/server/projects/status';
import { separateSource } from '@/server/sources/separate-source';

export const POST = serve(operations.separateSource, async ({ user, project, params, body }) => {
  const modelId = await chooseModel(body.model);
  await separateSource(user, { projectId: project.id, id: params.source, modelId });
  await extendExpiry(project.id);
  return projectProgress(project.id, user.plan);
});
