// GET /api/v1/openapi.json: the description of this API.
import { getDescription } from '@/contract/http/instance';
import { serve } from '@/server/api/serve';
import { openApiDocument } from '@/server/openapi/document';

export const GET = serve(getDescription, async () => openApiDocument());
