// DELETE /api/v1/library/{id}/shares/{projectId}: takes a style sound back from a project.
import * as operations from '@/contract/http/library';
import { serve } from '@/server/api/serve';
import { unshareSound } from '@/server/library/shares';

export const DELETE = serve(operations.unshareSound, ({ user, params: { id, projectId } }) =>
  unshareSound(user, id, projectId),
);
