// /api/v1/projects/{id}/invites: the links that let others in.
import * as operations from '@/contract/http/members';
import { serve } from '@/server/api/serve';
import { createInvite, listInvites } from '@/server/members/invites';

export const GET = serve(operations.listInvites, async ({ project }) => ({
  invites: await listInvites(project.id),
}));

export const POST = serve(operations.createInvite, ({ project, user, body }) =>
  createInvite(project.id, user.id, body),
);
