// What the routes of the chat take and give.
import { z } from 'zod';
import { chatMessageSchema } from '@/document/wire/events';
import { pageQuery } from '@/server/http/page';

export const MAX_MESSAGE_CHARS = 2_000;

/** Control characters other than line breaks and tabs, lone surrogates, and marks that turn the direction of text. */
const UNSHOWABLE = /[^\P{Cc}\n\t]|\p{Cs}|[\u202A-\u202E\u2066-\u2069]/gu;

export const newMessageSchema = z.object({
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

/** `before` is the id of a message; the page holds older ones. */
export const chatQuerySchema = pageQuery(messageIdSchema);

export const chatPageSchema = z.object({
  /** The oldest first */
  messages: z.array(chatMessageSchema),
  /** What to ask for as `before` to get older ones; null at the beginning */
  next: z.number().int().nullable(),
  /** Messages of others that I have not read */
  unread: z.number().int(),
});

export const chatReadSchema = z.object({
  /** The last message I have seen */
  up_to: z.number().int().positive(),
});
