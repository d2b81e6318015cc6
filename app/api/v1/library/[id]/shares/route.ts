// POST /api/v1/library/{id}/shares: shares a style sound of mine with a project.
import * as operations from '@/contract/http/library';
import { serve } from '@/server/api/serve';
import { shareSound } from '@/server/library/shares';

export const POST = serve(operations.shareSound, ({ user, params: { id }, body }) =>
  shareSound(user, id, body.project_id),
);
