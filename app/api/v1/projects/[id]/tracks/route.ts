// /api/v1/projects/{id}/tracks: the tracks that a project can make sets of; a new one, as multipart/form-data.
import * as operations from '@/contract/http/tracks';
import { serve } from '@/server/api/serve';
import { extendExpiry } from '@/server/projects/extend-expiry';
import { uploadTrack } from '@/server/tracks/add-track';
import { listTracks, readTrack } from '@/server/tracks/tracks';

export const GET = serve(operations.listTracks, async ({ project }) => ({
  tracks: await listTracks(project.id),
}));

export const POST = serve(operations.uploadTrack, async ({ request, user, project }) => {
  const trackId = await uploadTrack(user, project.id, request);
  await extendExpiry(project.id);
  return readTrack(trackId);
});
