// GET /api/v1/grains/{token}/{index}.wav: the sound of one grain. The signed token is the permission.
import { sendGrain } from '@/server/library/grains';
import { handle } from '@/server/problem';

export const GET = handle<{ token: string; grain: string }>((_request, { token, grain }) =>
  sendGrain(token, grain),
);
