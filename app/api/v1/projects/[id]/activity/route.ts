// GET /api/v1/projects/{id}/activity: who did what.
import * as operations from '@/contract/http/activity';
import { listActivity } from '@/server/activity/activity';
import { serve } from '@/server/api/serve';

export const GET = serve(operations.readActivity, ({ project, query }) => listActivity(project.id, query));
