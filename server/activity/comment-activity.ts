// The activity of comments: what is recorded of a changed one, and what the list says.
import type * as Y from 'yjs';
import { z } from 'zod';
import { cleanLine, truncateText } from '@/contract/text';
import { SAMPLE_RATE } from '@/contract/units';
import type { RegisterChange } from '@/document/changes';
import { COMMENTS_MAP, commentAuthor, resolvedThread } from '@/document/comment-schema';
import {
  activityKind,
  type MapActivity,
  type RowOf,
  type SubjectChanges,
  title,
  titleDetails,
  titled,
} from './activity-kind';

const details = z.object({
  action: z.enum(['started', 'replied', 'changed', 'removed', 'resolved', 'reopened']),
  stem: z.string().nullable(),
  /** Samples from the start of the song; null when the thread is gone. */
  position: z.number().nullable(),
  excerpt: z.string(),
  ...titled,
});
type Details = z.infer<typeof details>;

function clock(samples: number): string {
  const seconds = Math.floor(samples / SAMPLE_RATE);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function placeText({ stem, position, title: name }: Details): string {
  if (position === null) return 'a comment that is gone';
  return `${stem === null ? 'the song' : title(stem, name)} at ${clock(position)}`;
}

const COMMENT_VERBS: Readonly<Record<Details['action'], string>> = {
  started: 'commented on',
  replied: 'replied on',
  changed: 'changed a comment on',
  removed: 'removed a comment on',
  resolved: 'resolved the comment on',
  reopened: 'reopened the comment on',
};

function describeComment(what: Details): string {
  const text = what.excerpt === '' ? '' : `: “${what.excerpt}”`;
  return `${COMMENT_VERBS[what.action]} ${placeText(what)}${text}`;
}

const kinds = {
  comment: activityKind({
    details,
    describe: describeComment,
    placeOf: ({ stem, position }) => (position === null ? null : { in: 'comments', stem, position }),
  }),
};
type CommentActivity = RowOf<typeof kinds>;

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
  live: Y.Doc,
): CommentActivity {
  const { stem = null, position = null } = thread ?? {};
  const named = stem === null ? {} : titleDetails(live, stem);
  return { kind: 'comment', action, stem, position, excerpt: excerptOf(text), ...named };
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
  return described(isResolved(after) ? 'resolved' : 'reopened', first, first?.text ?? '', live);
}

function textActivity({ before, after }: RegisterChange, live: Y.Doc): CommentActivity | null {
  const [old, now] = [before as CommentValue | undefined, after as CommentValue | undefined];
  const value = now ?? old;
  if (!value || old?.text === now?.text) return null;
  const { thread } = value;
  const first = thread === undefined ? value : live.getMap<CommentValue>(COMMENTS_MAP).get(thread);
  // The text of a removed comment is not quoted.
  if (!now) return described('removed', first, '', live);
  if (old) return described('changed', first, now.text ?? '', live);
  return described(thread === undefined ? 'started' : 'replied', first, now.text ?? '', live);
}

function commentActivityOf({ first: change, live }: SubjectChanges): CommentActivity | null {
  const thread = resolvedThread(change.key);
  if (thread !== null) return resolutionActivity(change, thread, live);
  return commentAuthor(change.key) === null ? null : textActivity(change, live);
}

export const commentActivity = {
  kinds,
  subjectOf: (key) => key,
  activityOf: commentActivityOf,
} satisfies MapActivity;
