// GET /api/v1/mix/{id}/download: the file of an export, by signed link or by session.
import { currentUser } from '@/server/auth/session';
import { sendMix } from '@/server/mixes/download';
import { hasSignedLink } from '@/server/mixes/download-link';
import { requireLinkedMix, requireMix } from '@/server/mixes/mixes';
import { handle } from '@/server/problem';

export const GET = handle<{ id: string }>(async (request, { id }) => {
  const { mix, project } = hasSignedLink(id, request.url)
    ? await requireLinkedMix(id)
    : await requireMix(await currentUser(request), id, 'viewer');
  return sendMix(request, mix, project);
});
