// For tests: random comments, replies and resolutions by people who read the same threads.
import fc from 'fast-check';
import {
  type CommentAuthor,
  removeComment,
  replyTo,
  rewriteComment,
  setResolved,
  startThread,
} from '../comment-edits';
import { readThreads, type Thread } from '../comments';
import { mapEdits } from './random-map-edits';

const commentEditArbitrary = fc.oneof(
  fc.record({
    kind: fc.constant('comment' as const),
    stem: fc.constantFrom('vocals', 'drums', 'bass', 'other'),
    value: fc.nat(441_000),
  }),
  fc.record({
    kind: fc.constantFrom('reply' as const, 'rewrite' as const, 'remove' as const, 'resolve' as const),
    /** Which of the threads, or of one's own comments, that are there. */
    pick: fc.nat(),
    value: fc.boolean(),
  }),
);
type CommentEdit = typeof commentEditArbitrary extends fc.Arbitrary<infer Edit> ? Edit : never;

const pickOf = <Item>(items: readonly Item[], pick: number): Item | undefined => items[pick % items.length];

/** Begins a thread, or edits threads that are there and comments of one's own. */
function makeCommentEdit(commentAuthor: CommentAuthor, edit: CommentEdit): void {
  if (edit.kind === 'comment') {
    startThread(commentAuthor, { stemId: edit.stem, position: edit.value }, 'words');
    return;
  }
  const { kind, pick, value } = edit;
  const threads = readThreads(commentAuthor.doc);
  const thread = pickOf(threads, pick);
  const all = threads.flatMap((each: Thread) => [each, ...each.replies]);
  const own = pickOf(
    all.filter(({ authorId }) => authorId === commentAuthor.userId),
    pick,
  );
  if (kind === 'reply' && thread) replyTo(commentAuthor, thread.key, `reply ${pick}`);
  else if (kind === 'resolve' && thread) setResolved(commentAuthor, thread.key, value);
  else if (kind === 'rewrite' && own) rewriteComment(commentAuthor, own.key, `again ${pick}`);
  else if (kind === 'remove' && own) removeComment(commentAuthor, own.key);
}

export const commentEdits = mapEdits({
  edits: commentEditArbitrary,
  weight: 8,
  make: ({ commentAuthor }, edit) => makeCommentEdit(commentAuthor, edit),
  read: readThreads,
});
