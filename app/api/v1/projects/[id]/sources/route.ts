// /api/v1/projects/{id}/sources: the imported files of a session; a new one, as multipart/form-data.
import * as operations from '@/contract/http/sources';
import { serve } from '@/server/api/serve';
import { extendExpiry } from '@/server/projects/extend-expiry';
import { importFile } from '@/server/sources/add-source';
import { listSources, readSource } from '@/server/sources/sources';

export const GET = serve(operations.listSources, async ({ project }) => ({
  sources: await listSources(project.id),
}));

export const POST = serve(operations.importSource, async ({ request, user, project }) => {
  const id = await importFile(user, project, request);
  await extendExpiry(project.id);
  return readSource(id);
});
