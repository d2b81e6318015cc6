// GET /api/v1/health: whether the studio and its workers are up. Anybody may ask.
import { readHealth } from '@/server/health/health';
import { healthSchema } from '@/server/health/schemas';
import { reply } from '@/server/http/json';
import { handle } from '@/server/problem';

export const GET = handle(async () => {
  const health = await readHealth();
  return reply(healthSchema, health, health.status === 'error' ? 503 : 200);
});
