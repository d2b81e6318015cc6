// GET /api/v1/projects/{id}/takes: what was recorded on the tracks of a session.
import * as operations from '@/contract/http/takes';
import { serve } from '@/server/api/serve';
import { listTakes } from '@/server/sources/takes';

export const GET = serve(operations.listTakes, async ({ project }) => ({
  takes: await listTakes(project.id),
}));
