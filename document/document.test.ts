// Reading, editing and validating the shared document.
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { resetProcessor, setMaster, setStrip } from './edits';
import { readMix, readStrip } from './read';
import { REGISTER_MAPS } from './register-maps';
import { DEFAULT_MASTER, DEFAULT_MIX, DEFAULT_STRIP } from './schema';
import { applyServerEdit, encodeServerEdit } from './server-edits';
import { readStems } from './sources';
import { validateChange, validateState } from './validate';
import { validateUpdate } from './validate-update';

const stem = (id: string) => ({
  id,
  name: id,
  sourceId: 'sep-1',
  lengthSamples: 10,
  sampleRate: 44_100,
  segmentSamples: 262_144,
  headroomBits: 0,
});

const ADA = { userId: 'ada', nowMs: Date.now() };

/** The issue of the last transaction on a fresh document, made by a user. */
function faultOf(edit: (doc: Y.Doc) => void): string | null {
  const doc = new Y.Doc();
  for (const { name } of REGISTER_MAPS) doc.getMap(name);
  let fault: string | null = null;
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    fault = validateChange(transaction, ADA);
  });
  edit(doc);
  expect(validateState(doc) === null || fault !== null).toBe(true);
  return fault;
}

describe('the mix', () => {
  it('starts from defaults and keeps values in range', () => {
    const doc = new Y.Doc();
    expect(readStrip(doc, 'drums')).toBe(DEFAULT_STRIP);
    setStrip(doc, 'drums', 'gainDb', Number.NEGATIVE_INFINITY, null);
    setStrip(doc, 'drums', 'pan', 7, null);
    setMaster(doc, 'gainDb', 40, null);
    expect(readMix(doc)).toEqual({
      ...DEFAULT_MIX,
      strips: { drums: { ...DEFAULT_STRIP, gainDb: -60, pan: 1 } },
      master: { ...DEFAULT_MASTER, gainDb: 12 },
    });
    resetProcessor(doc, 'drums', null, null);
    expect(readMix(doc).strips).toEqual({});
    expect(() => setStrip(doc, 'drums', 'pan', Number.NaN, null)).toThrow(RangeError);
    expect(() => setStrip(doc, 'master', 'pan', 0, null)).toThrow(RangeError);
  });

  it('passes over registers that no version of it would have written', () => {
    const doc = new Y.Doc();
    doc.getMap('mix').set('drums/gainDb', 'loud');
    doc.getMap('mix').set('bass/pan', -9);
    doc.getMap('results').set('stem/drums', { id: 'bass' });
    expect(readMix(doc).strips).toEqual({
      drums: DEFAULT_STRIP,
      bass: { ...DEFAULT_STRIP, pan: -1 },
    });
    expect(readStems(doc)).toEqual([]);
  });
});

describe('results', () => {
  it('come in the order of the mixer and enter once', () => {
    const doc = new Y.Doc();
    const edit = { type: 'put-stems' as const, stems: ['zither', 'piano', 'other', 'vocals'].map(stem) };
    applyServerEdit(doc, edit);
    expect(readStems(doc).map(({ id }) => id)).toEqual(['vocals', 'other', 'piano', 'zither']);
    expect(encodeServerEdit(Y.encodeStateAsUpdate(doc), edit)).toBeNull();
    expect(Object.keys(readMix(doc).strips)).toEqual(['other', 'piano', 'vocals', 'zither']);
  });
});

describe('validation', () => {
  it.each<[string, (doc: Y.Doc) => void]>([
    ['an unknown map', (doc) => doc.getMap('other').set('a', 1)],
    ['an unknown register', (doc) => doc.getMap('mix').set('drums/tilt', 1)],
    ['a register of an impossible stem', (doc) => doc.getMap('mix').set('Drums!/pan', 0)],
    ['a prototype key', (doc) => doc.getMap('mix').set('drums/constructor', 0)],
    ['a value out of range', (doc) => doc.getMap('mix').set('drums/gainDb', 13)],
    ['a value of another kind', (doc) => doc.getMap('mix').set('drums/mute', 'yes')],
    ['NaN', (doc) => doc.getMap('mix').set('drums/pan', Number.NaN)],
    ['a nested map', (doc) => doc.getMap('mix').set('drums/pan', new Y.Map())],
    ['a forged result', (doc) => doc.getMap('results').set('stem/drums', stem('drums'))],
    [
      'a result taken away',
      (doc) => {
        applyServerEdit(doc, { type: 'put-stems', stems: [stem('drums')] });
        doc.getMap('results').delete('stem/drums');
      },
    ],
    [
      'too many registers',
      (doc) =>
        doc.transact(() => {
          for (let i = 0; i < 5_000; i++) doc.getMap('mix').set(`s${i}/pan`, 0);
        }),
    ],
  ])('refuses %s', (_name, edit) => {
    expect(faultOf(edit)).toMatch(/\.$/);
  });

  it('accepts every edit a person can make', () => {
    expect(faultOf((doc) => setStrip(doc, 'drums', 'mute', true, null))).toBeNull();
    expect(faultOf((doc) => setMaster(doc, 'gainDb', -3, null))).toBeNull();
    expect(faultOf((doc) => doc.getMap('mix').delete('drums/mute'))).toBeNull();
  });

  it('rejects updates with lists, text, sub-documents or unreadable content', () => {
    const updateOf = (edit: (doc: Y.Doc) => void) => {
      const doc = new Y.Doc();
      edit(doc);
      return validateUpdate(Y.encodeStateAsUpdate(doc));
    };
    expect(updateOf((doc) => doc.getText('mix').insert(0, 'hello'))).not.toBeNull();
    expect(updateOf((doc) => doc.getMap('mix').set('drums/pan', new Y.Doc()))).not.toBeNull();
    expect(updateOf((doc) => doc.getMap('elsewhere').set('a', 1))).not.toBeNull();
    expect(updateOf((doc) => setStrip(doc, 'drums', 'pan', 0.5, null))).toBeNull();
    expect(validateUpdate(new Uint8Array([1, 255, 255, 255, 127]))).not.toBeNull();
    // Twenty million structs claimed in seven bytes.
    expect(validateUpdate(new Uint8Array([1, 128, 218, 196, 9, 1, 0]))).not.toBeNull();
    const list = new Y.Doc();
    list.getArray('mix').push([1]);
    const joined = new Y.Doc();
    Y.applyUpdate(joined, Y.encodeStateAsUpdate(list));
    expect(validateState(joined)).not.toBeNull();
  });
});
