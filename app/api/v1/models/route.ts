// GET /api/v1/models: the models that a song can be separated with.
import { currentUser } from '@/server/auth/session';
import { reply } from '@/server/http/json';
import { handle } from '@/server/problem';
import { listModels } from '@/server/projects/models';
import { modelListSchema } from '@/server/projects/schemas';

export const GET = handle(async (request) => {
  await currentUser(request);
  return reply(modelListSchema, await listModels());
});
