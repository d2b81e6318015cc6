// DELETE /api/v1/projects/{id}/sources/{source}: calls off an import that is not done.
import * as operations from '@/contract/http/sources';
import { serve } from '@/server/api/serve';
import { removeSource } from '@/server/sources/change-source';

export const DELETE = serve(operations.removeSource, ({ project, params }) =>
  removeSource(project.id, params.source),
);
