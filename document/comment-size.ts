// How much room comments take, and how much of a project they may take: what one person writes, all have to load.
import type * as Y from 'yjs';
import { COMMENTS_MAP, commentAuthor } from './comment-schema';

/** In bytes of text as they travel. */
export const MAX_COMMENT_BYTES_OF_ONE = 2 ** 20;
const MAX_COMMENT_BYTES = 4 * 2 ** 20;

/** Overhead besides the text: the key, the date, the position. */
const FRAME_BYTES = 120;

const OWN_COMMENTS_FULL =
  'Your comments take as much room as one person has in a project; delete some of them first.';
const COMMENTS_FULL =
  'The comments of this project take as much room as they may; delete old ones before writing new ones.';

/** The bytes of a text in UTF-8. */
function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7f) bytes += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}

/** What a register of the comments takes; 0 for an empty one. */
export function commentBytes(value: unknown): number {
  if (value === undefined) return 0;
  const text = (value as { text?: unknown } | null)?.text;
  return FRAME_BYTES + (typeof text === 'string' ? utf8Bytes(text) : 0);
}

/** The bytes of all comments of a document, by author; what anybody may write, such as a resolution, is under ''. */
export function commentBytesByAuthor(doc: Y.Doc): Map<string, number> {
  const byAuthor = new Map<string, number>();
  for (const [key, value] of doc.getMap<unknown>(COMMENTS_MAP)) {
    const author = commentAuthor(key) ?? '';
    byAuthor.set(author, (byAuthor.get(author) ?? 0) + commentBytes(value));
  }
  return byAuthor;
}

/**
 * Checks whether a user's comments may grow by so many bytes.
 * @returns a user message, or null
 */
export function validateCommentRoom(
  byAuthor: ReadonlyMap<string, number>,
  userId: string,
  growth: number,
): string | null {
  if (growth <= 0) return null;
  if ((byAuthor.get(userId) ?? 0) + growth > MAX_COMMENT_BYTES_OF_ONE) return OWN_COMMENTS_FULL;
  const total = [...byAuthor.values()].reduce((sum, bytes) => sum + bytes, 0);
  return total + growth > MAX_COMMENT_BYTES ? COMMENTS_FULL : null;
}
