// GET /api/v1/automix/{id}/tracklist: its tracks with their times, as text.
import { currentUser } from '@/server/auth/session';
import { sendPaper } from '@/server/automix/download';
import { requireSet } from '@/server/automix/sets';
import { handle } from '@/server/problem';

export const GET = handle<{ id: string }>(async (request, { id }) => {
  const { set } = await requireSet(await currentUser(request), id, 'viewer');
  return sendPaper(request, set, 'tracklist');
});
