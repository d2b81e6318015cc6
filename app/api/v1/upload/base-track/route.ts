// POST /api/v1/upload/base-track: a song, as multipart/form-data, becomes a project.
import * as operations from '@/contract/http/projects';
import { serve } from '@/server/api/serve';
import { uploadBaseTrack } from '@/server/uploads/upload-base-track';

export const POST = serve(operations.uploadSong, async ({ request, user }) => {
  const { projectId, separates, note } = await uploadBaseTrack(user, request);
  return { project_id: projectId, status: separates ? ('queued' as const) : ('ready' as const), note };
});
