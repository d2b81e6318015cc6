// GET /api/v1/health/live: the process and its event loop run. Asks nothing that it depends on; anybody may ask.
import { liveSchema } from '@/server/health/schemas';
import { reply } from '@/server/http/json';
import { handle } from '@/server/problem';

// Asked of the running process every time, never answered at build time.
export const dynamic = 'force-dynamic';

export const GET = handle(async () =>
  reply(liveSchema, { status: 'ok', uptime_s: Math.round(process.uptime()) }),
);
