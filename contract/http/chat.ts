// The chat of a project: the operations of the API, what they take and what they answer.
import { z } from 'zod';
import { chatMessageSchema } from '@/document/wire/events';
import { operation } from './operation';
import { pageQuery } from './page-query';

export const MAX_MESSAGE_CHARS = 2_000;

/** Control characters other than line breaks and tabs, lone surrogates, and marks that turn the direction of text. */
const UNSHOWABLE = /[^\P{Cc}\n\t]|\p{Cs}|[\u202A-\u202E\u2066-\u2069]/gu;

export const newMessageSchema = z.strictObject({
  text: z
    .string()
    .transform((text) => text.replace(/\r\n?/g, '\n').replace(UNSHOWABLE, '').trim())
    .pipe(
      z
        .string()
        .min(1, 'Write something first.')
        .max(MAX_MESSAGE_CHARS, `A message may have at most ${MAX_MESSAGE_CHARS} characters.`),
    ),
});

const messageIdSchema = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);

/** `before` is the id of a message; the page contains older ones. */
export const chatQuerySchema = pageQuery(messageIdSchema);

export const chatPageSchema = z.object({
  /** The oldest first */
  messages: z.array(chatMessageSchema),
  /** What to ask for as `before` to get older ones; null at the beginning */
  next: z.number().int().nullable(),
  /** Messages of others that I have not read */
  unread: z.number().int(),
});

/** `next` is what to ask for to get older messages; null at the beginning of the chat. */
export type ChatPage = z.infer<typeof chatPageSchema>;

export const chatReadSchema = z.strictObject({
  /** The last message I have seen */
  up_to: z.number().int().positive(),
});

export const readChat = operation({
  method: 'get',
  path: '/projects/{id}/chat',
  summary: 'Read the chat of a project, the newest page or the one before a message.',
  access: { project: 'viewer' },
  query: chatQuerySchema,
  answer: { status: 200, schema: chatPageSchema },
  problems: [400],
});

export const writeMessage = operation({
  method: 'post',
  path: '/projects/{id}/chat',
  summary: 'Write into the chat; every member may.',
  access: { project: 'viewer' },
  body: { type: 'application/json', schema: newMessageSchema, cleansText: true },
  answer: { status: 201, schema: chatMessageSchema },
  problems: [429],
});

export const markChatRead = operation({
  method: 'post',
  path: '/projects/{id}/chat/read',
  summary: 'Note the last message I have read.',
  access: { project: 'viewer' },
  body: { type: 'application/json', schema: chatReadSchema },
  answer: { status: 204 },
});
