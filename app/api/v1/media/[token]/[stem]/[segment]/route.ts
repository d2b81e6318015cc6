// GET /api/v1/media/{token}/{stem}/{index}.flac: one segment of a stem. The signed token is the permission.
import { getSegment } from '@/contract/http/media';
import { serve } from '@/server/api/serve';
import { sendSegment } from '@/server/media/stems';

export const GET = serve(getSegment, async ({ request, params: { token, stem, segment } }) =>
  sendSegment(request, token, stem, segment),
);
