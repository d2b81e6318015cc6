// POST /api/v1/upload/style-sound: a recording, as multipart/form-data, becomes a sound to play stems with.

import * as operations from '@/contract/http/library';
import { ANALYSIS_STATUS } from '@/contract/jobs';
import { serve } from '@/server/api/serve';
import { uploadStyleSound } from '@/server/library/upload-sound';

export const POST = serve(operations.uploadStyleSound, async ({ request, user }) => {
  const { id, state } = await uploadStyleSound(user, request);
  return { id, status: ANALYSIS_STATUS[state] };
});
