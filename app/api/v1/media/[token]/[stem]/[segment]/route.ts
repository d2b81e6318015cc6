// GET /api/v1/media/{token}/{stem}/{index}.flac: one segment of a stem. The signed token is the permission.
import { sendSegment } from '@/server/media/stems';
import { handle } from '@/server/problem';

type Segment = { token: string; stem: string; segment: string };

export const GET = handle<Segment>((request, { token, stem, segment }) =>
  sendSegment(request, token, stem, segment),
);
