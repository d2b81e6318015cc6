// POST /api/v1/mix: an export of a project, with its current mix or as the request specifies.
import { requestMix } from '@/contract/http/mixes';
import { serve } from '@/server/api/serve';
import { queueMix } from '@/server/mixes/request-mix';
import { extendExpiry } from '@/server/projects/extend-expiry';

export const POST = serve(requestMix, async ({ user, project, body }) => {
  const id = await queueMix(user, project, body);
  await extendExpiry(project.id);
  return { mix_id: id, status: 'queued' as const };
});
