// From a changed register of a shared document to what the list of activity says about it.
import type * as Y from 'yjs';
import type { RegisterChange } from '@/document/changes';
import { COMMENTS_MAP, commentAuthor, resolvedThread } from '@/document/comment-schema';
import { HISTORY_MAP, MIX_MAP } from '@/document/schema';
import { TRACKLIST_MAP } from '@/document/tracklist-schema';
import type { ActivityOf } from '@/server/shared/activity';
import { tracklistActivity } from './noted-tracklist';

export interface NotedChange extends RegisterChange {
  /** The document after the change: a reply is told with the place of its thread. */
  readonly live: Y.Doc;
}

/** A version that was put back is known by its id; its name is looked up when the row is written. */
export type NotedActivity =
  | Exclude<ActivityOf, { kind: 'version-restored' }>
  | { readonly kind: 'version-restored'; readonly versionId: string };

type CommentActivity = Extract<ActivityOf, { kind: 'comment' }>;

const EXCERPT_CHARS = 80;

interface CommentValue {
  readonly text?: string;
  readonly stem?: string | null;
  readonly position?: number;
  readonly thread?: string;
}

function excerptOf(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= EXCERPT_CHARS ? line : `${line.slice(0, EXCERPT_CHARS - 1).trimEnd()}…`;
}

/** What is told of the comment that stands, or stood, at the beginning of a thread. */
function told(
  action: CommentActivity['action'],
  thread: CommentValue | undefined,
  text: string,
): CommentActivity {
  const { stem = null, position = null } = thread ?? {};
  return { kind: 'comment', action, stem, position, excerpt: excerptOf(text) };
}

function resolutionActivity({ before, after, live }: NotedChange, thread: string): CommentActivity | null {
  const isResolved = (value: unknown): boolean =>
    (value as { resolved?: boolean } | undefined)?.resolved === true;
  // It goes with its comment, of which the list tells already.
  if (after === undefined || isResolved(before) === isResolved(after)) return null;
  const first = live.getMap<CommentValue | undefined>(COMMENTS_MAP).get(thread);
  return told(isResolved(after) ? 'resolved' : 'reopened', first, first?.text ?? '');
}

function commentActivity({ before, after, live }: NotedChange): CommentActivity | null {
  const [old, now] = [before as CommentValue | undefined, after as CommentValue | undefined];
  const value = now ?? old;
  if (!value || old?.text === now?.text) return null;
  const { thread } = value;
  const first = thread === undefined ? value : live.getMap<CommentValue>(COMMENTS_MAP).get(thread);
  // Words that somebody took back stay taken back.
  if (!now) return told('removed', first, '');
  if (old) return told('changed', first, now.text ?? '');
  return told(thread === undefined ? 'started' : 'replied', first, now.text ?? '');
}

const settingOf = (value: unknown): number | boolean | null =>
  typeof value === 'number' || typeof value === 'boolean' ? value : null;

/** What to tell of a change that has passed validation, or null when there is nothing to tell. */
export function activityOf(change: NotedChange): NotedActivity | null {
  const { map, key, before, after } = change;
  if (map === MIX_MAP) {
    return before === after
      ? null
      : { kind: 'mix', register: key, before: settingOf(before), after: settingOf(after) };
  }
  if (map === HISTORY_MAP) {
    return typeof after === 'string' ? { kind: 'version-restored', versionId: after } : null;
  }
  if (map === TRACKLIST_MAP) return tracklistActivity(change);
  if (map !== COMMENTS_MAP) return null;
  const thread = resolvedThread(key);
  if (thread !== null) return resolutionActivity(change, thread);
  return commentAuthor(key) === null ? null : commentActivity(change);
}
