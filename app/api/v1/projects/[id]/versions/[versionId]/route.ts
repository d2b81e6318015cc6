// /api/v1/projects/{id}/versions/{version_id}: one version, with what its mix was.
import * as operations from '@/contract/http/versions';
import { serve } from '@/server/api/serve';
import { deleteVersion, describeVersion } from '@/server/versions/versions';

export const GET = serve(operations.readVersion, ({ project, params }) =>
  describeVersion(project.id, params.versionId),
);

export const DELETE = serve(operations.deleteVersion, ({ project, params, user, role }) =>
  deleteVersion(project.id, params.versionId, { id: user.id, role }),
);
