// Drags of several registers at once: what they leave behind, and that merging and undo know no difference.
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { setField, setStrip } from './edits';
import { openDocument } from './open';
import { readStrip } from './read';
import { createPersonalUndo } from './undo';
import { validateState } from './validate';

const STEPS = 10_000;

/** Moves a point of an equaliser as a pointer does: frequency and level in turn. */
function dragPoint(doc: Y.Doc, steps: number, origin: unknown = null): void {
  for (let step = 0; step < steps; step++) {
    setField(doc, 'drums', 'eqLowPeakHz', 100 + (step % 900), origin);
    setField(doc, 'drums', 'eqLowPeakGainDb', (step % 240) / 10 - 12, origin);
  }
}

const copyOf = (doc: Y.Doc): Y.Doc => {
  const copy = openDocument();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
};

describe('a drag of an equaliser point', () => {
  it('leaves no more behind after ten thousand steps than after ten', () => {
    const [short, long] = [openDocument(), openDocument()];
    dragPoint(short, 10);
    dragPoint(long, STEPS);
    const bytes = Y.encodeStateAsUpdate(long).byteLength;
    expect(bytes).toBeLessThan(Y.encodeStateAsUpdate(short).byteLength + 40);
    expect(bytes).toBeLessThan(250);
  });

  it('leaves as little in the document of a server that received every step', () => {
    const [page, server] = [openDocument(), openDocument()];
    page.on('update', (update: Uint8Array) => Y.applyUpdate(server, update));
    dragPoint(page, 2_000);
    expect(Y.encodeStateAsUpdate(server).byteLength).toBeLessThan(250);
    expect(readStrip(server, 'drums')).toEqual(readStrip(page, 'drums'));
  });

  it('is one step of undo, and undone registers are as they were', () => {
    const doc = openDocument();
    const undo = createPersonalUndo(doc, 'me');
    setStrip(doc, 'drums', 'eqLowPeakHz', 500, 'me');
    const before = readStrip(doc, 'drums');
    undo.beginGesture();
    dragPoint(doc, 50, 'me');
    undo.endGesture();
    const after = readStrip(doc, 'drums');
    expect(undo.undo()).toBe(true);
    expect(readStrip(doc, 'drums')).toEqual(before);
    expect(undo.redo()).toBe(true);
    expect(readStrip(doc, 'drums')).toEqual(after);
  });
});

it('merges with the offline drag of another user, in either order of exchange', () => {
  const start = openDocument();
  dragPoint(start, 20);
  const [a, b] = [copyOf(start), copyOf(start)];
  dragPoint(a, 30);
  setStrip(a, 'drums', 'gainDb', -3, null);
  dragPoint(b, 7);
  setStrip(b, 'drums', 'pan', 0.5, null);
  const [first, second] = [copyOf(a), copyOf(b)];
  Y.applyUpdate(first, Y.encodeStateAsUpdate(b));
  Y.applyUpdate(second, Y.encodeStateAsUpdate(a));
  expect(readStrip(first, 'drums')).toEqual(readStrip(second, 'drums'));
  expect(readStrip(first, 'drums')).toMatchObject({ gainDb: -3, pan: 0.5 });
  expect(validateState(first)).toBeNull();
});

it('leaves the name of the tab itself alone, which presence goes by', () => {
  const doc = openDocument();
  const { clientID } = doc;
  const seen = new Set<number>();
  doc.on('afterTransaction', () => seen.add(doc.clientID));
  dragPoint(doc, 3);
  expect(doc.clientID).toBe(clientID);
  expect([...seen]).toEqual([clientID]);
});
