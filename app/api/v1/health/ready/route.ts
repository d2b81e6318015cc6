// GET /api/v1/health/ready: whether this web process can serve people; 503 when not. Anybody may ask.
import { readReadiness } from '@/server/health/health';
import { readySchema } from '@/server/health/schemas';
import { reply } from '@/server/http/json';
import { handle } from '@/server/problem';

export const dynamic = 'force-dynamic';

export const GET = handle(async () => {
  const readiness = await readReadiness();
  return reply(readySchema, readiness, readiness.status === 'unavailable' ? 503 : 200);
});
