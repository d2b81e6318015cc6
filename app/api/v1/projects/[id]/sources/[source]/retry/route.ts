// POST /api/v1/projects/{id}/sources/{source}/retry: an import that failed begins again.
import * as operations from '@/contract/http/sources';
import { serve } from '@/server/api/serve';
import { extendExpiry } from '@/server/projects/extend-expiry';
import { retryImport } from '@/server/sources/change-source';
import { readSource } from '@/server/sources/sources';

export const POST = serve(operations.retryImport, async ({ user, project, params }) => {
  await retryImport(user, project.id, params.source);
  await extendExpiry(project.id);
  return readSource(params.source);
});
