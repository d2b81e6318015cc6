// GET /api/v1/projects/{id}/mixes: the exports of a project.
import { listMixes } from '@/contract/http/mixes';
import { serve } from '@/server/api/serve';
import { mixesOf } from '@/server/mixes/mixes';

export const GET = serve(listMixes, async ({ project }) => ({ mixes: await mixesOf(project.id) }));
