// The edits a person makes to the comments: writing, answering, correcting, removing and settling.
import type * as Y from 'yjs';
import { cleanText } from '@/contract/text';
import {
  COMMENT_REGISTERS,
  COMMENTS_MAP,
  commentAuthor,
  commentKey,
  MAX_COMMENT_CHARS,
  replySchema,
  resolutionKey,
  resolutionSchema,
  threadSchema,
} from './comment-schema';
import { commentBytes, commentBytesByAuthor, validateCommentRoom } from './comment-size';
import { newId } from './new-id';
import { registersEverSet } from './registers';

/** Whoever writes: their document, who the server knows them to be, and their clock (milliseconds since 1970). */
export interface CommentAuthor {
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

/** @throws RangeError with a user message */
function cleanedText(text: string): string {
  const cleaned = cleanText(text).trim();
  if (cleaned === '') throw new RangeError('Write something first.');
  if (cleaned.length > MAX_COMMENT_CHARS) {
    throw new RangeError(`A comment may have at most ${MAX_COMMENT_CHARS} characters.`);
  }
  return cleaned;
}

const mapOf = ({ doc }: CommentAuthor): Y.Map<unknown> => doc.getMap<unknown>(COMMENTS_MAP);

function checkRoom({ doc }: CommentAuthor): void {
  if (registersEverSet(doc, COMMENTS_MAP) >= COMMENT_REGISTERS.maxRegisters) {
    throw new RangeError('This project has reached the maximum number of comments.');
  }
}

/** @throws RangeError when the person's comments, or all together, would take more room than they may */
function checkBytes({ doc, userId }: CommentAuthor, key: string, value: unknown): void {
  const growth = commentBytes(value) - commentBytes(doc.getMap<unknown>(COMMENTS_MAP).get(key));
  const issue = validateCommentRoom(commentBytesByAuthor(doc), userId, growth);
  if (issue) throw new RangeError(issue);
}

function write(author: CommentAuthor, key: string, value: unknown): void {
  checkBytes(author, key, value);
  author.doc.transact(() => mapOf(author).set(key, value), author.origin);
}

/**
 * Pins a comment to a moment of the song.
 * @returns the key of the new thread
 * @throws RangeError when the text is empty or too long, or the project has the maximum number of comments
 */
export function startThread(author: CommentAuthor, { stemId, position }: Pin, text: string): string {
  checkRoom(author);
  const key = commentKey(author.userId, newId());
  const at = author.now();
  const thread = { text: cleanedText(text), at, position: Math.max(0, Math.round(position)), stem: stemId };
  write(author, key, threadSchema.parse(thread));
  return key;
}

/**
 * Answers the thread that begins with the comment at `thread`.
 * @returns the key of the reply
 * @throws RangeError as `startThread`
 */
export function replyTo(author: CommentAuthor, thread: string, text: string): string {
  checkRoom(author);
  const key = commentKey(author.userId, newId());
  write(author, key, replySchema.parse({ text: cleanedText(text), at: author.now(), thread }));
  return key;
}

/**
 * Changes the text of one's own comment.
 * @throws RangeError when the comment is someone else's or deleted, or the text is empty or too long
 */
export function rewriteComment(author: CommentAuthor, key: string, text: string): void {
  const stored = mapOf(author).get(key);
  const isOwn = commentAuthor(key) === author.userId && stored !== null && typeof stored === 'object';
  if (!isOwn) throw new RangeError('Only its author can change a comment.');
  const cleaned = cleanedText(text);
  if ((stored as { text?: unknown }).text === cleaned) return;
  write(author, key, { ...stored, text: cleaned, edited: author.now() });
}

/**
 * Takes one's own comment away; with the first of a thread, its replies are seen no more.
 * @throws RangeError when it is somebody else's
 */
export function removeComment(author: CommentAuthor, key: string): void {
  if (commentAuthor(key) !== author.userId) throw new RangeError('Only its author can remove a comment.');
  const map = mapOf(author);
  author.doc.transact(() => {
    for (const gone of [key, resolutionKey(key)]) if (map.has(gone)) map.delete(gone);
  }, author.origin);
}

/** Settles a thread or opens it again. */
export function setResolved(author: CommentAuthor, thread: string, resolved: boolean): void {
  const key = resolutionKey(thread);
  const stored = resolutionSchema.safeParse(mapOf(author).get(key));
  if ((stored.success && stored.data.resolved) === resolved) return;
  write(author, key, { resolved, by: author.userId, at: author.now() });
}
