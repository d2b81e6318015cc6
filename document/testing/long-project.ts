// For tests and benchmarks: a project that people have worked on for long, with thousands of edits and comments.

import * as Y from 'yjs';
import { SAMPLE_RATE, SEGMENT_SAMPLES } from '@/contract/units';
import { replyTo, setResolved, startThread } from '../comment-edits';
import { setMaster, setStrip } from '../edits';
import { openDocument } from '../open';
import { applyServerEdit } from '../server-edits';

const STEMS = ['vocals', 'drums', 'bass', 'other'];
/** Ids as long as the database makes them. */
const PEOPLE = ['ana', 'ben', 'cleo', 'dan', 'eva'].map((name) => `cm0${name.padEnd(22, '0')}`);
const REMARKS = [
  'The snare is late here, about 20 ms.',
  'Lovely breath before the second verse, keep it and bring it up a little.',
  'Too much below 60 Hz? On small speakers it swallows the kick.',
  'Yes.',
];
const NOW_MS = 1_770_000_000_000;

export interface ProjectSize {
  /** Moves of faders, pans and mutes. */
  readonly edits: number;
  /** Threads and replies together. */
  readonly comments: number;
}

const pick = <Item>(items: readonly Item[], index: number): Item => items[index % items.length] as Item;

function moveSomething(doc: Y.Doc, index: number): void {
  const stem = pick(STEMS, index >> 3);
  const along = (index % 97) / 97;
  if (index % 11 === 0) setMaster(doc, 'gainDb', -12 * along, null);
  else if (index % 5 === 0) setStrip(doc, stem, 'pan', along * 2 - 1, null);
  else if (index % 17 === 0) setStrip(doc, stem, 'mute', index % 2 === 0, null);
  else setStrip(doc, stem, 'gainDb', -24 * along, null);
}

/** Three quarters of them begin a thread, the others answer the last; every fifth thread is settled. */
function writeComment(doc: Y.Doc, index: number, thread: string | null): string {
  const commentAuthor = {
    doc,
    userId: pick(PEOPLE, index),
    origin: null,
    now: () => NOW_MS + index * 60_000,
  };
  const text = pick(REMARKS, index);
  if (thread !== null && index % 4 === 3) {
    replyTo(commentAuthor, thread, text);
    return thread;
  }
  const pin = { stemId: index % 6 === 0 ? null : pick(STEMS, index), position: index * 17_321 };
  const started = startThread(commentAuthor, pin, text);
  if (index % 5 === 0) setResolved(commentAuthor, started, true);
  return started;
}

/** The document of such a project, encoded as the server sends it to somebody who opens the project. */
export function encodeLongProject({ edits, comments }: ProjectSize): Uint8Array {
  const whole = openDocument();
  const stems = STEMS.map((id) => ({
    id,
    name: id,
    sourceId: `sep-${'0'.repeat(64)}-htdemucs`,
    lengthSamples: 10_584_000,
    sampleRate: SAMPLE_RATE,
    segmentSamples: SEGMENT_SAMPLES,
    headroomBits: 0,
  }));
  applyServerEdit(whole, { type: 'put-stems', stems });
  // Each visit of a person is a document of its own, as each page has its own client id.
  const visits = 50;
  let thread: string | null = null;
  for (let visit = 0; visit < visits; visit++) {
    const page = openDocument();
    Y.applyUpdate(page, Y.encodeStateAsUpdate(whole));
    const before = Y.encodeStateVector(page);
    const each = (total: number) =>
      Math.floor(((visit + 1) * total) / visits) - Math.floor((visit * total) / visits);
    for (let i = 0; i < each(edits); i++) moveSomething(page, visit * 7 + i);
    for (let i = 0; i < each(comments); i++) thread = writeComment(page, visit * each(comments) + i, thread);
    Y.applyUpdate(whole, Y.encodeStateAsUpdate(page, before));
    page.destroy();
  }
  const bytes = Y.encodeStateAsUpdate(whole);
  whole.destroy();
  return bytes;
}
