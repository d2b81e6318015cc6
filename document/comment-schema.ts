// What a comment is: a text pinned to a moment of a song, replies to it, and whether it is resolved.

import { z } from 'zod';
import { stemIdSchema } from '@/contract/stems';
import { lineSchema, textSchema } from '@/contract/text';
import { defineRegisterMap } from './registers';

/*
 * Each comment, reply and resolution is one register, and its key names the author: `<user id>/<comment id>`.
 * So the server recognises a forged author by the key alone, whatever the register contained before, and two
 * users who write at once never write to the same register. Only a resolution, `<user id>/<comment
 * id>/resolved`, is shared.
 */

/** Written by collaborators, each under their own name. */
export const COMMENTS_MAP = 'comments';

export const MAX_COMMENT_CHARS = 2_000;

/** 2020-01-01: no comment is older than the studio. Milliseconds since 1970, as all dates here. */
const EARLIEST_MS = 1_577_836_800_000;
/** How far the clock of somebody's computer may be ahead. */
const MAX_CLOCK_AHEAD_MS = 24 * 60 * 60 * 1000;

const dateSchema = z.number().int().min(EARLIEST_MS).max(Number.MAX_SAFE_INTEGER);
const commentTextSchema = textSchema.min(1).max(MAX_COMMENT_CHARS);

const KEY = /^([A-Za-z0-9_-]{1,64})\/([A-Za-z0-9_-]{8,32})$/;
const RESOLVED = '/resolved';

/** Begins a thread. `position` is in samples of the song; `stem` null is the whole song. */
export const threadSchema = z.strictObject({
  text: commentTextSchema,
  at: dateSchema,
  edited: dateSchema.optional(),
  position: z
    .number()
    .int()
    .min(0)
    .max(2 ** 40),
  stem: stemIdSchema.nullable(),
});

/** Answers a thread; `thread` is the key of its first comment. */
export const replySchema = z.strictObject({
  text: commentTextSchema,
  at: dateSchema,
  edited: dateSchema.optional(),
  thread: z.string().regex(KEY),
});

/** Who settled or reopened a thread last. */
export const resolutionSchema = z.strictObject({
  resolved: z.boolean(),
  by: lineSchema.min(1).max(64),
  at: dateSchema,
});

const commentSchema = z.union([threadSchema, replySchema]);

/** The key of a comment or reply. */
export const commentKey = (userId: string, commentId: string): string => `${userId}/${commentId}`;
/** The key of the resolution of the thread that begins with the comment at `key`. */
export const resolutionKey = (key: string): string => `${key}${RESOLVED}`;

/** Whose comment a key names; null when it names none. */
export const commentAuthor = (key: string): string | null => KEY.exec(key)?.[1] ?? null;

/** The thread whose resolution a key names; null when it names none. */
export function resolvedThread(key: string): string | null {
  if (!key.endsWith(RESOLVED)) return null;
  const thread = key.slice(0, -RESOLVED.length);
  return KEY.test(thread) ? thread : null;
}

/** The values a register of the comments takes, or null when there is no register of this name. */
export function commentRegisterSchema(key: string): z.ZodType | null {
  if (commentAuthor(key) !== null) return commentSchema;
  return resolvedThread(key) === null ? null : resolutionSchema;
}

function isAhead(value: unknown, nowMs: number): boolean {
  const { at, edited } = value as { at?: unknown; edited?: unknown };
  return [at, edited].some((date) => typeof date === 'number' && date > nowMs + MAX_CLOCK_AHEAD_MS);
}

/**
 * Checks whether `userId` may leave `value` in the comment register `key`; undefined is a removal.
 * @param value fits `commentRegisterSchema(key)`
 * @returns a user message, or null
 */
export function validateComment(key: string, value: unknown, userId: string, nowMs: number): string | null {
  const author = commentAuthor(key);
  if (author !== null && author !== userId)
    return 'A comment can be written and changed by its author alone.';
  if (value === undefined) return null;
  const isOthersResolution = author === null && (value as { by?: unknown }).by !== userId;
  if (isOthersResolution) return 'Nobody can settle a thread in the name of somebody else.';
  return isAhead(value, nowMs) ? 'A comment is dated in the future: set the clock of this computer.' : null;
}

export const COMMENT_REGISTERS = defineRegisterMap({
  name: COMMENTS_MAP,
  writer: 'people',
  maxRegisters: 8_192,
  // Undo belongs to the mix: a key pressed for a fader must not take back what somebody may have answered already.
  isUndoable: false,
  isMix: false,
  schemaFor: commentRegisterSchema,
  validatePerson: (key, value, { userId, nowMs }) => validateComment(key, value, userId, nowMs),
});
