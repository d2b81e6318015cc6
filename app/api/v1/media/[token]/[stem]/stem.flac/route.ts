// GET /api/v1/media/{token}/{stem}/stem.flac: a whole stem in one file. The signed token is the permission.
import { sendStem } from '@/server/media/stems';
import { handle } from '@/server/problem';

export const GET = handle<{ token: string; stem: string }>((request, { token, stem }) =>
  sendStem(request, token, stem),
);
