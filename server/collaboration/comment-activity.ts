// The activity of a changed comment.
import type * as Y from 'yjs';
import { cleanLine, truncateText } from '@/contract/text';
import type { RegisterChange } from '@/document/changes';
import { COMMENTS_MAP, commentAuthor, resolvedThread } from '@/document/comment-schema';
import type { ActivityOf } from '@/platform/activity';

type CommentActivity = Extract<ActivityOf, { kind: 'comment' }>;

const EXCERPT_CHARS = 80;

interface CommentValue {
  readonly text?: string;
  readonly stem?: string | null;
  readonly position?: number;
  readonly thread?: string;
}

function excerptOf(text: string): string {
  const line = cleanLine(text).replace(/\s+/g, ' ');
  return line.length <= EXCERPT_CHARS ? line : `${truncateText(line, EXCERPT_CHARS - 1).trimEnd()}…`;
}

/** The activity for the comment that begins, or began, a thread. */
function described(
  action: CommentActivity['action'],
  thread: CommentValue | undefined,
  text: string,
): CommentActivity {
  const { stem = null, position = null } = thread ?? {};
  return { kind: 'comment', action, stem, position, excerpt: excerptOf(text) };
}

function resolutionActivity(
  { before, after }: RegisterChange,
  thread: string,
  live: Y.Doc,
): CommentActivity | null {
  const isResolved = (value: unknown): boolean =>
    (value as { resolved?: boolean } | undefined)?.resolved === true;
  // It is removed with its comment, which is recorded already.
  if (after === undefined || isResolved(before) === isResolved(after)) return null;
  const first = live.getMap<CommentValue | undefined>(COMMENTS_MAP).get(thread);
  return described(isResolved(after) ? 'resolved' : 'reopened', first, first?.text ?? '');
}

function textActivity({ before, after }: RegisterChange, live: Y.Doc): CommentActivity | null {
  const [old, now] = [before as CommentValue | undefined, after as CommentValue | undefined];
  const value = now ?? old;
  if (!value || old?.text === now?.text) return null;
  const { thread } = value;
  const first = thread === undefined ? value : live.getMap<CommentValue>(COMMENTS_MAP).get(thread);
  // The text of a removed comment is not quoted.
  if (!now) return described('removed', first, '');
  if (old) return described('changed', first, now.text ?? '');
  return described(thread === undefined ? 'started' : 'replied', first, now.text ?? '');
}

/** @param live the document after the change: a reply is recorded with the place of its thread */
export function commentActivity(change: RegisterChange, live: Y.Doc): CommentActivity | null {
  const thread = resolvedThread(change.key);
  if (thread !== null) return resolutionActivity(change, thread, live);
  return commentAuthor(change.key) === null ? null : textActivity(change, live);
}
