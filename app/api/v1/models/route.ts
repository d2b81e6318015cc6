// GET /api/v1/models: the models that a song can be separated with.
import * as operations from '@/contract/http/separation';
import { serve } from '@/server/api/serve';
import { listModels } from '@/server/projects/models';

export const GET = serve(operations.listModels, () => listModels());
