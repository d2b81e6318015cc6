// GET /api/v1/media/{token}/{stem}/peaks: what waveforms are drawn from. The signed token is the permission.
import { getPeaks } from '@/contract/http/media';
import { serve } from '@/server/api/serve';
import { sendPeaks } from '@/server/media/stems';

export const GET = serve(getPeaks, async ({ request, params: { token, stem } }) =>
  sendPeaks(request, token, stem),
);
