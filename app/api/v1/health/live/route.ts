// GET /api/v1/health/live: the process and its event loop run. Asks nothing that it depends on; anybody may ask.
import { getLiveness } from '@/contract/http/instance';
import { serve } from '@/server/api/serve';

// Asked of the running process every time, never answered at build time.
export const dynamic = 'force-dynamic';

export const GET = serve(getLiveness, async () => ({
  status: 'ok' as const,
  uptime_s: Math.round(process.uptime()),
}));
