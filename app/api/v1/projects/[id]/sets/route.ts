// GET /api/v1/projects/{id}/sets: the sets of a project.
import * as operations from '@/contract/http/sets';
import { serve } from '@/server/api/serve';
import { listSets } from '@/server/automix/sets';

export const GET = serve(operations.listSets, async ({ project }) => ({ sets: await listSets(project.id) }));
