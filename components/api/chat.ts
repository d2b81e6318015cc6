// The chat of a project over REST; new messages come live.
import { z } from 'zod';
import { type ChatMessage, chatMessageSchema } from '@/document/wire/events';
import { call, command } from './client';

const pageSchema = z.object({
  messages: z.array(chatMessageSchema),
  next: z.number().int().nullable(),
  unread: z.number().int(),
});
/** `next` is what to ask for to get older messages; null at the beginning of the chat. */
export type ChatPage = z.infer<typeof pageSchema>;

const at = (projectId: string): string => `/projects/${encodeURIComponent(projectId)}/chat`;

export const readChat = (projectId: string, before?: number): Promise<ChatPage> =>
  call(`${at(projectId)}${before === undefined ? '' : `?before=${before}`}`, pageSchema);

export const writeMessage = (projectId: string, text: string): Promise<ChatMessage> =>
  call(at(projectId), chatMessageSchema, { method: 'POST', body: { text } });

export const markChatRead = (projectId: string, upTo: number): Promise<void> =>
  command(`${at(projectId)}/read`, { method: 'POST', body: { up_to: upTo } });
