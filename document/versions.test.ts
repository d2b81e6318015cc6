// Versions of the mix: taken, previewed without writing, restored as one step that undo reverts.
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { startThread } from './comment-edits';
import { readThreads } from './comments';
import { setMaster, setStrip } from './edits';
import { openDocument } from './open';
import { readMix } from './read';
import { applyServerEdit } from './server-edits';
import { readStems } from './sources';
import { createPersonalUndo } from './undo';
import { validateChange, validateState } from './validate';
import { readVersionRegisters, restoreVersion, versionContent } from './versions';

const stem = {
  id: 'drums',
  name: 'Drums',
  sourceId: 'sep-1',
  lengthSamples: 10,
  sampleRate: 44_100,
  segmentSamples: 262_144,
  headroomBits: 0,
};

it('puts the mix back and leaves comments and results', () => {
  const doc = openDocument();
  applyServerEdit(doc, { type: 'put-stems', stems: [stem] });
  setStrip(doc, 'drums', 'gainDb', -6, 'me');
  const saved = readVersionRegisters(doc);
  const heard = readMix(doc);
  setStrip(doc, 'drums', 'gainDb', 3, 'me');
  setMaster(doc, 'gainDb', -9, 'me');
  startThread({ doc, userId: 'ana', origin: 'me', now: Date.now }, { stemId: null, position: 0 }, 'Hi');
  const changed = readMix(doc);
  const undo = createPersonalUndo(doc, 'me');

  expect(versionContent(doc, saved).mix).toEqual(heard);
  expect(readMix(doc)).toEqual(changed);

  let updates = 0;
  doc.on('update', () => {
    updates += 1;
  });
  doc.on('afterTransaction', (transaction: Y.Transaction) =>
    expect(validateChange(transaction, { userId: 'ana', nowMs: Date.now() })).toBeNull(),
  );
  restoreVersion(doc, 'version-1', saved, 'me');
  expect(updates).toBe(1);
  expect(readMix(doc)).toEqual(heard);
  expect(doc.getMap('history').get('restored')).toBe('version-1');
  undo.undo();
  expect(readMix(doc)).toEqual(changed);
  expect([readThreads(doc).length, readStems(doc).length]).toEqual([1, 1]);
});

it('writes nothing that is invalid in a mix', () => {
  const doc = openDocument();
  setStrip(doc, 'bass', 'mute', true, null);
  const mix = { 'drums/gainDb': 99, 'drums/pan': 0.5, 'x/y': 1, 'drums/mute': 7 };
  const registers = { mix, styles: { 'drums/voices': 1.5 }, results: { 'stem/drums': 1 }, other: { a: 1 } };
  restoreVersion(doc, 'v', registers, null);
  expect(readVersionRegisters(doc)).toEqual({ mix: { 'drums/pan': 0.5 } });
  expect(validateState(doc)).toBeNull();
  expect(() => restoreVersion(doc, 'no id!', {}, null)).toThrow();
});

it('counts a restore that others meet halfway as edits of single registers', () => {
  const [one, two] = [new Y.Doc(), new Y.Doc()];
  setStrip(one, 'drums', 'pan', 1, null);
  Y.applyUpdate(two, Y.encodeStateAsUpdate(one));
  restoreVersion(one, 'v', { mix: { 'bass/pan': -1 } }, null);
  setStrip(two, 'vocals', 'mute', true, null);
  Y.applyUpdate(two, Y.encodeStateAsUpdate(one));
  Y.applyUpdate(one, Y.encodeStateAsUpdate(two));
  expect(readMix(one)).toEqual(readMix(two));
  expect(Object.keys(readVersionRegisters(one).mix ?? {}).sort()).toEqual(['bass/pan', 'vocals/mute']);
});
