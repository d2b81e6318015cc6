// GET /api/v1/health: whether the studio and its workers are up. Anybody may ask.
import { getHealth, healthSchema } from '@/contract/http/instance';
import { serve } from '@/server/api/serve';
import { readHealth } from '@/server/health/health';
import { reply } from '@/server/http/json';

export const GET = serve(getHealth, async () => {
  const health = await readHealth();
  return reply(healthSchema, health, health.status === 'error' ? 503 : 200);
});
