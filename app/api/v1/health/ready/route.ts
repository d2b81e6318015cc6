// GET /api/v1/health/ready: whether this web process can serve people; 503 when not. Anybody may ask.
import { getReadiness, readySchema } from '@/contract/http/instance';
import { serve } from '@/server/api/serve';
import { readReadiness } from '@/server/health/health';
import { reply } from '@/server/http/json';

export const dynamic = 'force-dynamic';

export const GET = serve(getReadiness, async () => {
  const readiness = await readReadiness();
  return reply(readySchema, readiness, readiness.status === 'unavailable' ? 503 : 200);
});
