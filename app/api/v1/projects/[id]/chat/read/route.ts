// POST /api/v1/projects/{id}/chat/read: how far somebody has read.
import * as operations from '@/contract/http/chat';
import { serve } from '@/server/api/serve';
import { markRead } from '@/server/chat/chat';

export const POST = serve(operations.markChatRead, ({ project, user, body }) =>
  markRead(project.id, user.id, body.up_to),
);
