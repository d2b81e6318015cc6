// GET /api/v1/automix/{id}/report: what the finished set measures, as JSON.
import * as operations from '@/contract/http/set-files';
import { serve } from '@/server/api/serve';
import { sendArtifact } from '@/server/automix/download';

export const GET = serve(operations.getReport, ({ request, set }) => sendArtifact(request, set, 'report'));
