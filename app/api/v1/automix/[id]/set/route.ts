// /api/v1/automix/{id}/set: the audio of a set, by signed link or by session; POST removes the set afterwards.

import { downloadAndRemoveSet, downloadSet } from '@/contract/http/set-files';
import { serve } from '@/server/api/serve';
import { assertMayChange, currentUser, mayChange } from '@/server/auth/session';
import { sendSet } from '@/server/automix/download';
import { hasSetLink } from '@/server/automix/set-link';
import { findLinkedSet, mayRemove, requireSet } from '@/server/automix/sets';
import { ForbiddenError } from '@/server/errors';

async function sendAndRemove(request: Request, id: string): Promise<Response> {
  const user = await currentUser(request);
  // A page of another site can make a browser send a GET, cookies included.
  assertMayChange(request, user);
  const { set, role } = await requireSet(user, id, 'viewer');
  if (!mayRemove(user, role, set)) {
    throw new ForbiddenError('Only who asked for a set and the owner of the project may remove it.');
  }
  return sendSet(request, set, { removeAfterwards: true });
}

export const GET = serve(downloadSet, async ({ request, params: { id }, query }) => {
  const wantsRemoval = query.delete === 'true';
  if (hasSetLink(id, request.url)) {
    if (wantsRemoval) throw new ForbiddenError('A link alone cannot remove a set; sign in for that.');
    const set = await findLinkedSet(id);
    return sendSet(request, set, { removeAfterwards: set.deleteAfterDownload });
  }
  if (wantsRemoval) return sendAndRemove(request, id);
  const user = await currentUser(request);
  const { set } = await requireSet(user, id, 'viewer');
  return sendSet(request, set, { removeAfterwards: set.deleteAfterDownload && mayChange(request, user) });
});

export const POST = serve(downloadAndRemoveSet, ({ request, params }) => sendAndRemove(request, params.id));
