// /api/v1/projects/{id}/chat: what the people of a project write to each other, viewers included.
import * as operations from '@/contract/http/chat';
import { serve } from '@/server/api/serve';
import { readChat, writeMessage } from '@/server/chat/chat';

export const GET = serve(operations.readChat, ({ project, user, query }) =>
  readChat(project.id, user.id, query),
);

export const POST = serve(operations.writeMessage, ({ project, user, body }) =>
  writeMessage(project.id, user.id, body.text),
);
