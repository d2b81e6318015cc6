// GET /api/v1/mix/{id}/download: the file of an export, by signed link or by session.
import { downloadMix } from '@/contract/http/mixes';
import { serve } from '@/server/api/serve';
import { currentUser } from '@/server/auth/session';
import { sendMix } from '@/server/mixes/download';
import { hasSignedLink } from '@/server/mixes/download-link';
import { requireLinkedMix, requireMix } from '@/server/mixes/mixes';

export const GET = serve(downloadMix, async ({ request, params: { id } }) => {
  const { mix, project } = hasSignedLink(id, request.url)
    ? await requireLinkedMix(id)
    : await requireMix(await currentUser(request), id, 'viewer');
  return sendMix(request, mix, project);
});
