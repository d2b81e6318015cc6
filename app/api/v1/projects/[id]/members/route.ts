// GET /api/v1/projects/{id}/members: who is in the project.
import * as operations from '@/contract/http/members';
import { serve } from '@/server/api/serve';
import { listMembers } from '@/server/members/members';

export const GET = serve(operations.listMembers, async ({ project, role }) => ({
  members: await listMembers(project.id, role),
}));
