// GET /api/v1/grains/{token}/{index}.wav: the sound of one grain. The signed token is the permission.
import { getGrain } from '@/contract/http/library';
import { serve } from '@/server/api/serve';
import { sendGrain } from '@/server/library/grains';

export const GET = serve(getGrain, ({ params: { token, grain } }) => sendGrain(token, grain));
