// GET /api/v1/projects/{id}/media: signed grants for the stems of the project.
import { grantMedia } from '@/contract/http/media';
import { serve } from '@/server/api/serve';
import { grantProjectMedia } from '@/server/media/project-grants';
import { extendExpiry } from '@/server/projects/extend-expiry';

export const GET = serve(grantMedia, async ({ user, project }) => {
  await extendExpiry(project.id);
  return grantProjectMedia(project.id, user.plan);
});
