// /api/v1/projects/{id}/chat: what the people of a project write to each other, viewers included.
import { chatMessageSchema } from '@/document/wire/events';
import { requireRole } from '@/server/auth/authorise';
import { currentUser } from '@/server/auth/session';
import { readChat, writeMessage } from '@/server/chat/chat';
import { chatPageSchema, chatQuerySchema, newMessageSchema } from '@/server/chat/schemas';
import { readJson, reply } from '@/server/http/json';
import { readQuery } from '@/server/http/page';
import { handle } from '@/server/problem';

export const GET = handle<{ id: string }>(async (request, { id }) => {
  const user = await currentUser(request);
  await requireRole(user, id, 'viewer');
  return reply(chatPageSchema, await readChat(id, user.id, readQuery(request, chatQuerySchema)));
});

export const POST = handle<{ id: string }>(async (request, { id }) => {
  const user = await currentUser(request);
  await requireRole(user, id, 'viewer');
  const { text } = await readJson(request, newMessageSchema, { cleansText: true });
  return reply(chatMessageSchema, await writeMessage(id, user.id, text), 201);
});
