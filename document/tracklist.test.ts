// The tracklist: order, mutually exclusive constraints, and the result of concurrent edits.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { openDocument } from './open';
import { findRegisterMap } from './register-maps';
import { registersEverSet } from './registers';
import { applyServerEdit, encodeServerEdit } from './server-edits';
import { RANDOM_TRACKS } from './testing/random-tracklist-edits';
import { neverListed, readTracklist } from './tracklist';
import { addTrack, keepTogether, moveTrack, removeTrack, setOption } from './tracklist-edits';
import { TRACKLIST_MAP } from './tracklist-schema';
import { createPersonalUndo } from './undo';
import { validateState } from './validate';

const order = (doc: Y.Doc): string =>
  readTracklist(doc)
    .tracks.map(({ id }) => id)
    .join(' ');

function listOf(...ids: string[]): Y.Doc {
  const doc = openDocument();
  for (const id of ids) addTrack(doc, { id, name: id.toUpperCase() }, null);
  return doc;
}

function copyOf(doc: Y.Doc): Y.Doc {
  const copy = openDocument();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}

/** Exchanges the updates of both. */
function join(a: Y.Doc, b: Y.Doc): void {
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
  expect(readTracklist(a)).toEqual(readTracklist(b));
}

describe('stored tracks', () => {
  const stored = ['a', 'b', 'c'].map((id) => ({ id, name: id.toUpperCase() }));

  it('that the list has never named are found and can be listed by several people at once', () => {
    const ana = listOf('b');
    const ben = copyOf(ana);
    expect(neverListed(ana, stored).map(({ id }) => id)).toEqual(['a', 'c']);
    for (const doc of [ana, ben]) for (const track of neverListed(doc, stored)) addTrack(doc, track, null);
    join(ana, ben);
    expect(order(ana)).toBe('b a c');
    expect(neverListed(ana, stored)).toEqual([]);
  });

  it('that somebody has removed from the list stay out of it, also in a document read anew', () => {
    const doc = listOf('a', 'b');
    removeTrack(doc, 'a', null);
    for (const read of [doc, copyOf(doc)]) {
      expect(neverListed(read, stored).map(({ id }) => id)).toEqual(['c']);
    }
  });
});

describe('a track that is sent again', () => {
  const edit = { type: 'relist-track', id: 'a', name: 'A' } as const;

  it('comes back at the end of a list that it was removed from, once', () => {
    const doc = listOf('a', 'b');
    removeTrack(doc, 'a', null);
    for (let time = 0; time < 2; time += 1) {
      applyServerEdit(doc, edit);
      expect(order(doc)).toBe('b a');
    }
    expect(encodeServerEdit(Y.encodeStateAsUpdate(doc), edit)).toBeNull();
  });

  it('stays where it is in the list, and is left to the page that sent it where it was never listed', () => {
    const doc = listOf('a', 'b');
    applyServerEdit(doc, edit);
    expect(order(doc)).toBe('a b');
    applyServerEdit(doc, { ...edit, id: 'c' });
    expect(order(doc)).toBe('a b');
  });

  it('is listed again although the list has reached its maximum number of tracks', () => {
    const doc = listOf('a');
    removeTrack(doc, 'a', null);
    const map = doc.getMap(TRACKLIST_MAP);
    const limit = findRegisterMap(TRACKLIST_MAP)?.maxRegisters ?? 0;
    doc.transact(() => {
      for (let i = 0; registersEverSet(doc, TRACKLIST_MAP) < limit; i += 1) map.set(`t${i}/followedBy`, null);
    });
    expect(() => addTrack(doc, { id: 'b', name: 'B' }, null)).toThrow('maximum number of tracks');
    applyServerEdit(doc, edit);
    expect(order(doc)).toBe('a');
  });
});

describe('a tracklist', () => {
  it('keeps the order in which tracks came, and moves them anywhere', () => {
    const doc = listOf('a', 'b', 'c', 'd');
    moveTrack(doc, 'd', 0, null);
    expect(order(doc)).toBe('d a b c');
    moveTrack(doc, 'd', 2, null);
    expect(order(doc)).toBe('a b d c');
    moveTrack(doc, 'a', 99, null);
    expect(order(doc)).toBe('b d c a');
    removeTrack(doc, 'd', null);
    expect(order(doc)).toBe('b c a');
    addTrack(doc, { id: 'b', name: 'again' }, null);
    expect(readTracklist(doc).tracks[0]).toEqual({ id: 'b', name: 'B' });
    expect(validateState(doc)).toBeNull();
  });

  it('finds room between two tracks however often', () => {
    const doc = listOf('a', 'b', 'c');
    for (let i = 0; i < 200; i++) {
      moveTrack(doc, i % 2 === 0 ? 'c' : 'b', 1, null);
      expect(order(doc)).toBe(i % 2 === 0 ? 'a c b' : 'a b c');
    }
  });

  it('finds room between two that came at the same time', () => {
    const [ana, ben] = [listOf('x'), openDocument()];
    join(ana, ben);
    addTrack(ana, { id: 'a', name: 'A' }, null);
    addTrack(ben, { id: 'b', name: 'B' }, null);
    join(ana, ben);
    expect(order(ana)).toBe('x a b');
    moveTrack(ana, 'x', 1, null);
    expect(order(ana)).toBe('a x b');
  });

  it('moves tracks that are kept together as one, and does not part others', () => {
    const doc = listOf('a', 'b', 'c', 'd');
    keepTogether(doc, 'b', 'c', null);
    moveTrack(doc, 'c', 3, null);
    expect(order(doc)).toBe('a d b c');
    moveTrack(doc, 'c', 0, null);
    expect(order(doc)).toBe('b c a d');
    moveTrack(doc, 'd', 1, null);
    expect(order(doc)).toBe('d b c a');
    moveTrack(doc, 'd', 1, null);
    expect(order(doc)).toBe('b c d a');
    moveTrack(doc, 'b', 1, null);
    expect(order(doc)).toBe('b c d a');
    keepTogether(doc, 'b', null, null);
    moveTrack(doc, 'd', 1, null);
    expect(order(doc)).toBe('b d c a');
    expect(validateState(doc)).toBeNull();
  });

  it('refuses names that no track can have', () => {
    const doc = openDocument();
    expect(() => addTrack(doc, { id: 'set', name: 'Set' }, null)).toThrow(RangeError);
    expect(() => addTrack(doc, { id: 'a/b', name: 'Set' }, null)).toThrow(RangeError);
    expect(() => moveTrack(doc, 'nobody', 0, null)).toThrow('not in the list');
    expect(() => setOption(doc, 'energyShape', 'loud' as 'rise', null)).toThrow(RangeError);
  });

  it('is undone step by step', () => {
    const doc = openDocument();
    const me = Symbol('me');
    const undo = createPersonalUndo(doc, me);
    addTrack(doc, { id: 'a', name: 'A' }, me);
    addTrack(doc, { id: 'b', name: 'B' }, me);
    moveTrack(doc, 'b', 0, me);
    removeTrack(doc, 'a', me);
    undo.undo();
    expect(order(doc)).toBe('b a');
    undo.undo();
    expect(order(doc)).toBe('a b');
    undo.undo();
    expect(order(doc)).toBe('a');
  });
});

describe('edits that meet', () => {
  it('move one track to one place, never to two', () => {
    const ana = listOf('a', 'b', 'c');
    const ben = copyOf(ana);
    moveTrack(ana, 'c', 0, null);
    moveTrack(ben, 'c', 1, null);
    join(ana, ben);
    expect(['c a b', 'a c b']).toContain(order(ana));
  });

  it('add one track once, and let a removal stand against a move', () => {
    const ana = listOf('a', 'b');
    const ben = copyOf(ana);
    addTrack(ana, { id: 'c', name: 'C' }, null);
    addTrack(ben, { id: 'c', name: 'C' }, null);
    removeTrack(ana, 'a', null);
    moveTrack(ben, 'a', 2, null);
    join(ana, ben);
    expect(order(ana)).toBe('b c');
  });

  it('never duplicate or lose a track, whatever is moved and added', () => {
    const move = fc.record({ who: fc.boolean(), id: fc.constantFrom(...RANDOM_TRACKS), to: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
        const ana = listOf(...RANDOM_TRACKS);
        const ben = copyOf(ana);
        for (const { who, id, to } of moves) moveTrack(who ? ana : ben, id, to, null);
        addTrack(ana, { id: 'new-of-ana', name: 'A' }, null);
        addTrack(ben, { id: 'new-of-ben', name: 'B' }, null);
        join(ana, ben);
        const ids = readTracklist(ana).tracks.map(({ id }) => id);
        expect(ids.toSorted()).toEqual([...RANDOM_TRACKS, 'new-of-ana', 'new-of-ben'].toSorted());
      }),
    );
  });
});

describe('wishes', () => {
  const options = (doc: Y.Doc) => readTracklist(doc).options;

  it('that exclude each other are settled in favour of the earlier track', () => {
    const doc = listOf('a', 'b', 'c');
    keepTogether(doc, 'a', 'b', null);
    keepTogether(doc, 'b', 'c', null);
    keepTogether(doc, 'c', 'a', null);
    expect(options(doc).together).toEqual([
      ['a', 'b'],
      ['b', 'c'],
    ]);
    setOption(doc, 'first', 'b', null);
    expect(options(doc).together).toEqual([
      ['b', 'c'],
      ['c', 'a'],
    ]);
    setOption(doc, 'last', 'b', null);
    expect(options(doc)).toMatchObject({ first: 'b', last: null });
  });

  it('about tracks that are gone are passed over, and wake when they come back', () => {
    const doc = listOf('a', 'b', 'c');
    setOption(doc, 'first', 'c', null);
    keepTogether(doc, 'a', 'b', null);
    const me = Symbol('me');
    const undo = createPersonalUndo(doc, me);
    removeTrack(doc, 'b', me);
    removeTrack(doc, 'c', me);
    expect(options(doc)).toMatchObject({ first: null, together: [] });
    undo.undo();
    undo.undo();
    expect(options(doc)).toMatchObject({ first: 'c', together: [['a', 'b']] });
  });

  it('leave room for everybody between the first and the last', () => {
    const doc = listOf('a', 'b', 'c');
    setOption(doc, 'first', 'a', null);
    setOption(doc, 'last', 'c', null);
    keepTogether(doc, 'a', 'c', null);
    expect(options(doc).together).toEqual([]);
    removeTrack(doc, 'b', null);
    expect(options(doc).together).toEqual([['a', 'c']]);
  });

  it('claim a follower from whoever had it', () => {
    const doc = listOf('a', 'b', 'c');
    keepTogether(doc, 'a', 'c', null);
    keepTogether(doc, 'b', 'c', null);
    expect(options(doc).together).toEqual([['b', 'c']]);
    keepTogether(doc, 'b', null, null);
    expect(options(doc).together).toEqual([]);
  });
});
