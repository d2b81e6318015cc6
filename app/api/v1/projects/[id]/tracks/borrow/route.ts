// POST /api/v1/projects/{id}/tracks/borrow: the song of a project becomes a track of this one.
import * as operations from '@/contract/http/tracks';
import { serve } from '@/server/api/serve';
import { requireRole } from '@/server/auth/authorise';
import { extendExpiry } from '@/server/projects/extend-expiry';
import { shareTrack } from '@/server/tracks/add-track';
import { readTrack } from '@/server/tracks/tracks';

export const POST = serve(operations.shareTrack, async ({ user, project, body }) => {
  await requireRole(user, body.from_project_id, 'viewer');
  const trackId = await shareTrack(user, project.id, body.from_project_id);
  await extendExpiry(project.id);
  return readTrack(trackId);
});
