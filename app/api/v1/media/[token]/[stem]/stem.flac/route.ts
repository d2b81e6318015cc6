// GET /api/v1/media/{token}/{stem}/stem.flac: a whole stem in one file. The signed token is the permission.
import { getStem } from '@/contract/http/media';
import { serve } from '@/server/api/serve';
import { sendStem } from '@/server/media/stems';

export const GET = serve(getStem, async ({ request, params: { token, stem } }) =>
  sendStem(request, token, stem),
);
