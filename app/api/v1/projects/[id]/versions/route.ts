// /api/v1/projects/{id}/versions: the versions that were given a name.
import * as operations from '@/contract/http/versions';
import { serve } from '@/server/api/serve';
import { listVersions, saveVersion } from '@/server/versions/versions';

export const GET = serve(operations.listVersions, async ({ project }) => ({
  versions: await listVersions(project.id),
}));

export const POST = serve(operations.saveVersion, ({ project, user, body }) =>
  saveVersion(project.id, user.id, body.name),
);
