// For tests and benchmarks: random people, each with a replica of the document, making every edit it knows.

import fc from 'fast-check';
import * as Y from 'yjs';
import { SAMPLE_RATE, SEGMENT_SAMPLES } from '@/contract/units';
import {
  type CommentAuthor,
  removeComment,
  replyTo,
  rewriteComment,
  setResolved,
  startThread,
} from '../comment-edits';
import { readThreads, type Thread } from '../comments';
import { resetProcessor, setMaster, setStrip } from '../edits';
import type { Author } from '../registers';
import { applyServerEdit, SERVER_ORIGIN } from '../server-edits';
import { createPersonalUndo, type PersonalUndo } from '../undo';
import { restoreVersion } from '../versions';
import { clipEditArbitrary, makeLaneEdit } from './random-clip-edits';
import { makeMixEdit, mixEditArbitrary } from './random-mix-edits';
import { makeStyleEdit, styleEditArbitrary } from './random-style-edits';
import { makeTracklistEdit, tracklistEditArbitrary } from './random-tracklist-edits';

const STEMS = ['vocals', 'drums', 'bass', 'other'];

const stem = fc.constantFrom(...STEMS);
export const editArbitrary = fc.oneof(
  styleEditArbitrary,
  mixEditArbitrary,
  clipEditArbitrary,
  tracklistEditArbitrary,
  fc.record({
    kind: fc.constant('gain' as const),
    stem,
    value: fc.double({ min: -90, max: 20, noNaN: true }),
  }),
  fc.record({ kind: fc.constant('pan' as const), stem, value: fc.double({ min: -2, max: 2, noNaN: true }) }),
  fc.record({ kind: fc.constant('mute' as const), stem, value: fc.boolean() }),
  fc.record({ kind: fc.constant('master' as const), value: fc.double({ min: -90, max: 20, noNaN: true }) }),
  fc.record({ kind: fc.constant('reset' as const), stem }),
  fc.record({
    kind: fc.constantFrom('undo' as const, 'redo' as const, 'beginGesture' as const, 'endGesture' as const),
  }),
  fc.record({ kind: fc.constant('deliver' as const), stem }),
  fc.record({ kind: fc.constant('comment' as const), stem, value: fc.nat(441_000) }),
  fc.record({
    kind: fc.constantFrom('reply' as const, 'rewrite' as const, 'remove' as const, 'resolve' as const),
    /** Which of the threads, or of one's own comments, that are there. */
    pick: fc.nat(),
    value: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('restore' as const),
    stem,
    value: fc.double({ min: -1, max: 1, noNaN: true }),
  }),
);
export type RandomEdit = typeof editArbitrary extends fc.Arbitrary<infer Edit> ? Edit : never;

export interface Replica {
  readonly doc: Y.Doc;
  readonly undo: PersonalUndo;
  readonly origin: symbol;
  readonly commentAuthor: CommentAuthor;
}

/** An edit as it left the replica it was made on. */
export interface Entry {
  readonly update: Uint8Array;
  readonly author: Author;
}

/** Every edit is dated alike, so that nothing but the edits decides. */
const NOW_MS = 1_700_000_000_000;

export function openReplica(clientId: number, log: Entry[]): Replica {
  const doc = new Y.Doc();
  // Fixed here, so that a failing seed fails again; outside of tests a fixed id would corrupt documents.
  doc.clientID = clientId;
  const origin = Symbol('person');
  const commentAuthor = { doc, userId: `person-${clientId}`, origin, now: () => NOW_MS };
  const replica = { doc, origin, commentAuthor, undo: createPersonalUndo(doc, origin) };
  doc.on('update', (update: Uint8Array, from: unknown) => {
    const author = from === SERVER_ORIGIN ? 'server' : { userId: commentAuthor.userId, nowMs: NOW_MS };
    if (from !== 'remote') log.push({ update, author });
  });
  return replica;
}

const pickOf = <Item>(items: readonly Item[], pick: number): Item | undefined => items[pick % items.length];

type CommentEdit = Extract<RandomEdit, { pick: number }>;

/** Edits of threads that are there, and of comments of one's own. */
function makeCommentEdit(commentAuthor: CommentAuthor, { kind, pick, value }: CommentEdit): void {
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

/** Makes one edit on one replica, of every kind the document knows. */
export function makeEdit({ doc, undo, origin, commentAuthor }: Replica, edit: RandomEdit): void {
  if ('style' in edit) makeStyleEdit(doc, edit, origin);
  else if ('lane' in edit) makeLaneEdit(doc, edit, origin);
  else if ('mix' in edit) makeMixEdit(doc, edit, origin);
  else if ('tracklist' in edit) makeTracklistEdit(doc, edit, origin);
  else if ('pick' in edit) makeCommentEdit(commentAuthor, edit);
  else if (edit.kind === 'comment')
    startThread(commentAuthor, { stemId: edit.stem, position: edit.value }, 'words');
  else if (edit.kind === 'restore') {
    const mix = { [`${edit.stem}/pan`]: edit.value, 'master/gainDb': -6 };
    const registers = { mix, styles: { [`${edit.stem}/sound`]: 'bells' } };
    restoreVersion(doc, 'version', registers, origin);
  } else if (edit.kind === 'gain') setStrip(doc, edit.stem, 'gainDb', edit.value, origin);
  else if (edit.kind === 'pan') setStrip(doc, edit.stem, 'pan', edit.value, origin);
  else if (edit.kind === 'mute') setStrip(doc, edit.stem, 'mute', edit.value, origin);
  else if (edit.kind === 'master') setMaster(doc, 'gainDb', edit.value, origin);
  else if (edit.kind === 'reset') resetProcessor(doc, edit.stem, null, origin);
  else if (edit.kind === 'deliver') {
    applyServerEdit(doc, { type: 'put-stems', stems: [deliveredStem(edit.stem)] });
  } else undo[edit.kind]();
}

const deliveredStem = (id: string) => ({
  id,
  name: id,
  sourceId: 'sep-1',
  lengthSamples: 441_000,
  sampleRate: SAMPLE_RATE,
  segmentSamples: SEGMENT_SAMPLES,
  headroomBits: 0,
});
