// GET /api/v1/automix/{id}/tracklist: its tracks with their times, as text.
import * as operations from '@/contract/http/set-files';
import { serve } from '@/server/api/serve';
import { sendArtifact } from '@/server/automix/download';

export const GET = serve(operations.getTracklist, ({ request, set }) =>
  sendArtifact(request, set, 'tracklist'),
);
