// Undo of one person among several.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { setStrip } from './edits';
import { readMix, readStrip } from './read';
import { createPersonalUndo } from './undo';

/** Two tabs joined directly, each with its own undo. */
function openPair() {
  const docs = [new Y.Doc(), new Y.Doc()] as const;
  const [ours, theirs] = docs;
  ours.on(
    'update',
    (update: Uint8Array, origin: unknown) => origin !== 'wire' && Y.applyUpdate(theirs, update, 'wire'),
  );
  theirs.on(
    'update',
    (update: Uint8Array, origin: unknown) => origin !== 'wire' && Y.applyUpdate(ours, update, 'wire'),
  );
  const undo = docs.map((doc) => createPersonalUndo(doc, 'me'));
  return { ours, theirs, undo: undo[0]!, theirUndo: undo[1]! };
}

const gain = (doc: Y.Doc, stem: string) => readStrip(doc, stem).gainDb;

describe('personal undo', () => {
  it('takes a whole gesture back in one step, and single edits one by one', () => {
    const { ours, theirs, undo } = openPair();
    undo.beginGesture();
    for (const value of [-1, -2, -3]) setStrip(ours, 'drums', 'gainDb', value, 'me');
    undo.endGesture();
    setStrip(ours, 'drums', 'mute', true, 'me');
    setStrip(ours, 'bass', 'mute', true, 'me');
    expect(undo.undo()).toBe(true);
    expect([readStrip(theirs, 'bass').mute, readStrip(theirs, 'drums').mute]).toEqual([false, true]);
    undo.undo();
    undo.undo();
    expect(gain(theirs, 'drums')).toBe(0);
    expect(undo.canUndo()).toBe(false);
    undo.redo();
    expect(gain(theirs, 'drums')).toBe(-3);
  });

  it('leaves what somebody else has set since', () => {
    const { ours, theirs, undo, theirUndo } = openPair();
    setStrip(ours, 'drums', 'gainDb', -3, 'me');
    setStrip(theirs, 'drums', 'gainDb', -9, 'me');
    undo.undo();
    expect([gain(ours, 'drums'), gain(theirs, 'drums')]).toEqual([-9, -9]);
    theirUndo.undo();
    expect(gain(ours, 'drums')).not.toBe(-9);
  });

  it('waits while a hand is on a control', () => {
    const { ours, undo } = openPair();
    setStrip(ours, 'bass', 'pan', 1, 'me');
    undo.beginGesture();
    setStrip(ours, 'drums', 'gainDb', -3, 'me');
    expect(undo.undo()).toBe(false);
    expect(gain(ours, 'drums')).toBe(-3);
    undo.endGesture();
    expect(undo.undo()).toBe(true);
    expect(readStrip(ours, 'bass').pan).toBe(1);
  });

  it('never changes a register that others wrote last', () => {
    const stem = fc.constantFrom('a', 'b', 'c');
    const edit = fc.record({ mine: fc.boolean(), stem, value: fc.integer({ min: -59, max: 12 }) });
    fc.assert(fc.property(fc.array(edit, { maxLength: 30 }), undoAllOfMine), { numRuns: 100 });
  });
});

function undoAllOfMine(edits: readonly { mine: boolean; stem: string; value: number }[]): void {
  const { ours, theirs, undo } = openPair();
  const theirLast = new Map<string, number>();
  for (const { mine, stem, value } of edits) {
    if (gain(ours, stem) === value) continue;
    setStrip(mine ? ours : theirs, stem, 'gainDb', value, 'me');
    if (mine) theirLast.delete(stem);
    else theirLast.set(stem, value);
  }
  while (undo.canUndo()) undo.undo();
  for (const [stem, value] of theirLast) expect(gain(ours, stem)).toBe(value);
  expect(readMix(ours)).toEqual(readMix(theirs));
}
