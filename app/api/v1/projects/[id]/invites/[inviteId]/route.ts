// DELETE /api/v1/projects/{id}/invites/{invite_id}: a link stops working.
import * as operations from '@/contract/http/members';
import { serve } from '@/server/api/serve';
import { revokeInvite } from '@/server/members/invites';

export const DELETE = serve(operations.revokeInvite, ({ project, params }) =>
  revokeInvite(project.id, params.inviteId),
);
