// GET /api/v1/automix/{id}/set: the audio of a set, by signed link or by session.
import { currentUser } from '@/server/auth/session';
import { sendSet } from '@/server/automix/download';
import { setDownloadQuerySchema } from '@/server/automix/schemas';
import { hasSetLink } from '@/server/automix/set-link';
import { findLinkedSet, mayRemove, requireSet } from '@/server/automix/sets';
import { ForbiddenError } from '@/server/errors';
import { handle } from '@/server/problem';

export const GET = handle<{ id: string }>(async (request, { id }) => {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const wantsRemoval = setDownloadQuerySchema.parse(query).delete === 'true';
  if (hasSetLink(id, request.url)) {
    if (wantsRemoval) throw new ForbiddenError('A link alone cannot remove a set; sign in for that.');
    const set = await findLinkedSet(id);
    return sendSet(request, set, { removeAfterwards: set.deleteAfterDownload });
  }
  const user = await currentUser(request);
  const { set, role } = await requireSet(user, id, 'viewer');
  if (wantsRemoval && !mayRemove(user, role, set)) {
    throw new ForbiddenError('Only who asked for a set and the owner of the project may remove it.');
  }
  return sendSet(request, set, { removeAfterwards: wantsRemoval || set.deleteAfterDownload });
});
