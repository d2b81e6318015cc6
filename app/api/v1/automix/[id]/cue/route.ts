// GET /api/v1/automix/{id}/cue: a CUE sheet.
import * as operations from '@/contract/http/set-files';
import { serve } from '@/server/api/serve';
import { sendArtifact } from '@/server/automix/download';

export const GET = serve(operations.getCueSheet, ({ request, set }) => sendArtifact(request, set, 'cue'));
