// POST /api/v1/upload/base-track: a song, as multipart/form-data, becomes a project.
import { currentUser } from '@/server/auth/session';
import { reply } from '@/server/http/json';
import { handle } from '@/server/problem';
import { uploadBaseTrack } from '@/server/uploads/base-track';
import { uploadedSchema } from '@/server/uploads/schemas';

export const POST = handle(async (request) => {
  const user = await currentUser(request);
  const { projectId, separates, note } = await uploadBaseTrack(user, request);
  return reply(uploadedSchema, { project_id: projectId, status: separates ? 'queued' : 'ready', note }, 202);
});
