// Edits judged by their bytes: what is refused before a document is touched, and that honest edits never are.
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { removeComment, rewriteComment, startThread } from './comment-edits';
import { resetProcessor, setStrip } from './edits';
import { openDocument } from './open';
import { outlineUpdate } from './outline-update';
import { applyServerEdit } from './server-edits';
import { createPersonalUndo } from './undo';

const ANA = { userId: 'ana', nowMs: Date.now() };
const BEN = { userId: 'ben', nowMs: Date.now() };
const penOf = (doc: Y.Doc, { userId }: typeof ANA) => ({ doc, userId, origin: userId, now: () => ANA.nowMs });
const pin = { stemId: null, position: 0 };
const stem = {
  id: 'drums',
  name: 'drums',
  sourceId: 's',
  lengthSamples: 1,
  sampleRate: 1,
  segmentSamples: 1,
};

/** A document with a mix, a comment of Ana's and a result; and the key of the comment. */
function project() {
  const doc = openDocument();
  setStrip(doc, 'drums', 'gainDb', -3, null);
  const comment = startThread(penOf(doc, ANA), pin, 'Hello');
  applyServerEdit(doc, { type: 'put-stems', stems: [{ ...stem, headroomBits: 0 }] });
  return { doc, comment };
}

/** What an edit on a copy of the project comes to. */
function outlineOf(person: typeof ANA, edit: (copy: Y.Doc, comment: string) => void) {
  const { doc, comment } = project();
  const copy = openDocument();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  const before = Y.encodeStateVector(copy);
  edit(copy, comment);
  return outlineUpdate(Y.encodeStateAsUpdate(copy, before), doc, person);
}

describe('is refused by its bytes', () => {
  it.each<[string, RegExp, (copy: Y.Doc, comment: string) => void]>([
    [
      'a value out of range in an existing register',
      /cannot take/,
      (d) => d.getMap('mix').set('drums/gainDb', 99),
    ],
    ['a value out of range in a new register', /cannot take/, (d) => d.getMap('mix').set('bass/gainDb', 99)],
    ['an unknown register', /no register/, (d) => d.getMap('mix').set('drums/loudness', 1)],
    ['a forged result', /only the studio/, (d) => d.getMap('results').set('stem/drums', stem)],
    ['a result that is removed', /only the studio/, (d) => d.getMap('results').delete('stem/drums')],
    [
      'a comment of another that is changed',
      /author/,
      (d, key) => d.getMap('comments').set(key, { text: 'x', at: ANA.nowMs, position: 0, stem: null }),
    ],
    ['a comment of another that is removed', /author/, (d, key) => d.getMap('comments').delete(key)],
    [
      'a control character',
      /control characters/,
      (d) => d.getMap('tracklist').set('t/entry', { name: '\u0000' }),
    ],
  ])('%s', (_name, fault, edit) => {
    expect(outlineOf(BEN, edit).issue).toMatch(fault);
  });

  it('content of a list', () => {
    const doc = new Y.Doc();
    doc.getArray('mix').push([1]);
    const update = Y.encodeStateAsUpdate(doc);
    expect(outlineUpdate(update, project().doc, BEN).issue).toMatch(/not a list/);
  });
});

describe('is taken', () => {
  it.each<[string, number, (copy: Y.Doc, comment: string) => void]>([
    ['a move', 1, (d) => setStrip(d, 'drums', 'gainDb', -6, null)],
    ['a reset, which fills nothing', 0, (d) => resetProcessor(d, 'drums', null, null)],
    ['a new comment', 1, (d) => void startThread(penOf(d, ANA), pin, 'More')],
    ['a comment that its author changes', 1, (d, key) => rewriteComment(penOf(d, ANA), key, 'Hello again')],
    ['a comment that its author removes', 0, (d, key) => removeComment(penOf(d, ANA), key)],
    [
      'a move that was undone',
      1,
      (d) => {
        const undo = createPersonalUndo(d, 'me');
        setStrip(d, 'drums', 'gainDb', -9, 'me');
        undo.undo();
      },
    ],
  ])('%s', (_name, writes, edit) => {
    expect(outlineOf(ANA, edit)).toMatchObject({ issue: null, writes });
  });
});

it('counts by how much comments grow, and what is known already not at all', () => {
  expect(
    outlineOf(ANA, (d) => void startThread(penOf(d, ANA), pin, 'x'.repeat(500))).commentGrowth,
  ).toBeGreaterThan(500);
  expect(outlineOf(ANA, (d, key) => rewriteComment(penOf(d, ANA), key, 'Hello!')).commentGrowth).toBe(1);
  const { doc } = project();
  expect(outlineUpdate(Y.encodeStateAsUpdate(doc), doc, BEN)).toEqual({
    issue: null,
    writes: 0,
    commentGrowth: 0,
  });
});

it('reads a long chain of overwritten values without running out of stack', () => {
  const doc = new Y.Doc({ gc: false });
  for (let i = 0; i < 20_000; i++) doc.getMap('mix').set(i % 2 ? 'drums/pan' : 'drums/gainDb', (i % 10) / 10);
  const outline = outlineUpdate(Y.encodeStateAsUpdate(doc), openDocument(), ANA);
  expect(outline).toMatchObject({ issue: null, writes: 2 });
});
