// The edits a person makes to the comments: writing, answering, correcting, removing and settling.
import type * as Y from 'yjs';
import { cleanText } from '@/contract/text';
import {
  COMMENTS_MAP,
  commentAuthor,
  commentKey,
  MAX_COMMENT_CHARS,
  replySchema,
  resolutionKey,
  resolutionSchema,
  threadSchema,
} from './comment-schema';
import { commentBytes, commentBytesByAuthor, findCommentRoomFault } from './comment-size';
import { newId } from './new-id';
import { findRegisterMap, registersEverHeld } from './registers';

/** Whoever writes: their document, who the server knows them to be, and their clock (milliseconds since 1970). */
export interface Pen {
  readonly doc: Y.Doc;
  readonly userId: string;
  /** The transaction origin; undo of the mix does not take comments back, whatever it tracks. */
  readonly origin: unknown;
  readonly now: () => number;
}

export interface Pin {
  /** Null for the whole song. */
  readonly stemId: string | null;
  /** Samples from the start of the song. */
  readonly position: number;
}

/** @throws RangeError with a sentence for the person */
function wordsOf(text: string): string {
  const words = cleanText(text).trim();
  if (words === '') throw new RangeError('Write something first.');
  if (words.length > MAX_COMMENT_CHARS) {
    throw new RangeError(`A comment may have at most ${MAX_COMMENT_CHARS} characters.`);
  }
  return words;
}

const mapOf = ({ doc }: Pen): Y.Map<unknown> => doc.getMap<unknown>(COMMENTS_MAP);

function checkRoom({ doc }: Pen): void {
  const limit = findRegisterMap(COMMENTS_MAP)?.maxRegisters ?? 0;
  if (registersEverHeld(doc, COMMENTS_MAP) >= limit) {
    throw new RangeError('This project holds as many comments as a project can.');
  }
}

/** @throws RangeError when the person's comments, or all together, would take more room than they may */
function checkBytes({ doc, userId }: Pen, key: string, value: unknown): void {
  const growth = commentBytes(value) - commentBytes(doc.getMap<unknown>(COMMENTS_MAP).get(key));
  const fault = findCommentRoomFault(commentBytesByAuthor(doc), userId, growth);
  if (fault) throw new RangeError(fault);
}

function write(pen: Pen, key: string, value: unknown): void {
  checkBytes(pen, key, value);
  pen.doc.transact(() => mapOf(pen).set(key, value), pen.origin);
}

/**
 * Pins a comment to a moment of the song.
 * @returns the key of the new thread
 * @throws RangeError for words that are none or too many, and when the project can hold no more
 */
export function startThread(pen: Pen, { stemId, position }: Pin, text: string): string {
  checkRoom(pen);
  const key = commentKey(pen.userId, newId());
  const at = pen.now();
  const thread = { text: wordsOf(text), at, position: Math.max(0, Math.round(position)), stem: stemId };
  write(pen, key, threadSchema.parse(thread));
  return key;
}

/**
 * Answers the thread that begins with the comment at `thread`.
 * @returns the key of the reply
 * @throws RangeError as `startThread`
 */
export function replyTo(pen: Pen, thread: string, text: string): string {
  checkRoom(pen);
  const key = commentKey(pen.userId, newId());
  write(pen, key, replySchema.parse({ text: wordsOf(text), at: pen.now(), thread }));
  return key;
}

/**
 * Changes the words of one's own comment.
 * @throws RangeError when the comment is somebody else's or gone, or the words are none or too many
 */
export function rewriteComment(pen: Pen, key: string, text: string): void {
  const held = mapOf(pen).get(key);
  const isOwn = commentAuthor(key) === pen.userId && held !== null && typeof held === 'object';
  if (!isOwn) throw new RangeError('Only its author can change a comment.');
  const words = wordsOf(text);
  if ((held as { text?: unknown }).text === words) return;
  write(pen, key, { ...held, text: words, edited: pen.now() });
}

/**
 * Takes one's own comment away; with the first of a thread, its replies are seen no more.
 * @throws RangeError when it is somebody else's
 */
export function removeComment(pen: Pen, key: string): void {
  if (commentAuthor(key) !== pen.userId) throw new RangeError('Only its author can remove a comment.');
  const map = mapOf(pen);
  pen.doc.transact(() => {
    for (const gone of [key, resolutionKey(key)]) if (map.has(gone)) map.delete(gone);
  }, pen.origin);
}

/** Settles a thread or opens it again. */
export function setResolved(pen: Pen, thread: string, resolved: boolean): void {
  const key = resolutionKey(thread);
  const held = resolutionSchema.safeParse(mapOf(pen).get(key));
  if ((held.success && held.data.resolved) === resolved) return;
  write(pen, key, { resolved, by: pen.userId, at: pen.now() });
}
