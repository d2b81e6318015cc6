// GET /api/v1/library: the style sounds I may use.
import * as operations from '@/contract/http/library';
import { serve } from '@/server/api/serve';
import { listSounds } from '@/server/library/sounds';

export const GET = serve(operations.listSounds, async ({ user }) => ({ sounds: await listSounds(user.id) }));
