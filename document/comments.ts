// Reads the comments of a project as threads; what is broken or answers nothing is passed over.
import type * as Y from 'yjs';
import { cleanTexts } from '@/contract/text';
import {
  COMMENTS_MAP,
  commentAuthor,
  replySchema,
  resolutionKey,
  resolutionSchema,
  threadSchema,
} from './comment-schema';

export interface Comment {
  /** Names the comment, and with it its author. */
  readonly key: string;
  readonly authorId: string;
  readonly text: string;
  /** Milliseconds since 1970, by the author's clock. */
  readonly writtenAt: number;
  readonly editedAt: number | null;
}

export interface Thread extends Comment {
  /** Null for the whole song. */
  readonly stemId: string | null;
  /** Samples from the start of the song. */
  readonly position: number;
  /** The oldest first. */
  readonly replies: readonly Comment[];
  /** Who settled it and when; null while it is open. */
  readonly resolved: { readonly by: string; readonly at: number } | null;
}

interface Written {
  readonly text: string;
  readonly at: number;
  readonly edited?: number | undefined;
}

const commentOf = (key: string, authorId: string, { text, at, edited }: Written): Comment => ({
  key,
  authorId,
  text,
  writtenAt: at,
  editedAt: edited ?? null,
});

const byKey = (a: Comment, b: Comment): number => (a.key < b.key ? -1 : 1);
const byAge = (a: Comment, b: Comment): number => a.writtenAt - b.writtenAt || byKey(a, b);

/**
 * Replies name their thread; they are recognised by that first, since failing a schema is slower than passing
 * one.
 */
const isReply = (value: unknown): boolean => typeof value === 'object' && value !== null && 'thread' in value;

function readReplies(map: Y.Map<unknown>): Map<string, Comment[]> {
  const replies = new Map<string, Comment[]>();
  for (const [key, value] of map) {
    const authorId = commentAuthor(key);
    const parsed = authorId !== null && isReply(value) ? replySchema.safeParse(cleanTexts(value)) : null;
    if (authorId === null || !parsed?.success) continue;
    const { thread } = parsed.data;
    const reply = commentOf(key, authorId, parsed.data);
    const known = replies.get(thread);
    if (known) known.push(reply);
    else replies.set(thread, [reply]);
  }
  return replies;
}

function readResolution(map: Y.Map<unknown>, thread: string): Thread['resolved'] {
  const stored = map.get(resolutionKey(thread));
  if (stored === undefined) return null;
  const parsed = resolutionSchema.safeParse(stored);
  return parsed.success && parsed.data.resolved ? { by: parsed.data.by, at: parsed.data.at } : null;
}

/**
 * Every thread in the order of the song. A pure function of the converged state: replies to a comment that was
 * deleted are not seen, and come back with it.
 */
export function readThreads(doc: Y.Doc): Thread[] {
  const map = doc.getMap<unknown>(COMMENTS_MAP);
  const replies = readReplies(map);
  const threads: Thread[] = [];
  for (const [key, value] of map) {
    const authorId = commentAuthor(key);
    const parsed = authorId === null || isReply(value) ? null : threadSchema.safeParse(cleanTexts(value));
    if (authorId === null || !parsed?.success) continue;
    threads.push({
      ...commentOf(key, authorId, parsed.data),
      stemId: parsed.data.stem,
      position: parsed.data.position,
      replies: (replies.get(key) ?? []).sort(byAge),
      resolved: readResolution(map, key),
    });
  }
  return threads.sort((a, b) => a.position - b.position || byAge(a, b));
}
