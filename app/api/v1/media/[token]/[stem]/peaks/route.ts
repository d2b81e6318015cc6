// GET /api/v1/media/{token}/{stem}/peaks: what waveforms are drawn from. The signed token is the permission.
import { sendPeaks } from '@/server/media/stems';
import { handle } from '@/server/problem';

export const GET = handle<{ token: string; stem: string }>((request, { token, stem }) =>
  sendPeaks(request, token, stem),
);
