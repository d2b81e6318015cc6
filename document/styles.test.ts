// Styles of stems: ranges and defaults, who may write what, and which audio is used when.

import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { STYLE_NUMBERS } from '@/contract/style-settings';
import { registerKey } from './registers';
import { applyServerEdit } from './server-edits';
import { DEFAULT_STYLE, STYLES_MAP } from './style-schema';
import { readAudibleSources, readStyle, resetStyle, setStyle } from './styles';
import { deliveredStyle } from './testing/random-style-edits';
import { readTracks } from './tracks';
import { createPersonalUndo } from './undo';
import { validateState } from './validate';

const original = {
  id: 'drums',
  name: 'Drums',
  sourceId: 'sep-1',
  lengthSamples: 441_000,
  sampleRate: 44_100,
  segmentSamples: 262_144,
  headroomBits: 0,
};

function withDrums(): Y.Doc {
  const doc = new Y.Doc();
  applyServerEdit(doc, { type: 'put-stems', stems: [original] });
  return doc;
}

const deliver = (doc: Y.Doc, styleId: string) =>
  applyServerEdit(doc, { type: 'put-styled-stem', stem: deliveredStyle('drums', styleId) });
const heard = (doc: Y.Doc) => readTracks(doc)[0]?.sourceId;

describe('the settings of a style', () => {
  it('start from defaults, stay in range, and go back', () => {
    const doc = new Y.Doc();
    expect(readStyle(doc, 'drums')).toEqual(DEFAULT_STYLE);
    setStyle(doc, 'drums', 'sound', 'bells', null);
    setStyle(doc, 'drums', 'grainDurationMs', 9_999, null);
    setStyle(doc, 'drums', 'voices', 2.6, null);
    setStyle(doc, 'drums', 'mode', 'classic', null);
    const set = { sound: 'bells', grainDurationMs: 1_000, voices: 3, mode: 'classic' };
    expect(readStyle(doc, 'drums')).toMatchObject(set);
    expect(() => setStyle(doc, 'drums', 'amount', Number.NaN, null)).toThrow(RangeError);
    expect(() => setStyle(doc, 'master', 'amount', 1, null)).toThrow(RangeError);
    expect(() => setStyle(doc, 'drums', 'sound', 'a/b', null)).toThrow(RangeError);
    expect(validateState(doc)).toBeNull();
    resetStyle(doc, 'drums', null);
    expect(readStyle(doc, 'drums')).toEqual({ ...DEFAULT_STYLE, sound: 'bells' });
  });

  it('fall back to defaults where a register contains an invalid value', () => {
    const doc = new Y.Doc();
    const styles = doc.getMap(STYLES_MAP);
    styles.set(registerKey('drums', 'seed'), 'a lot');
    styles.set(registerKey('drums', 'density'), 99);
    expect(readStyle(doc, 'drums')).toEqual({ ...DEFAULT_STYLE, density: STYLE_NUMBERS.density.max });
    expect(validateState(doc)).not.toBeNull();
  });

  it('are taken back by undo', () => {
    const doc = withDrums();
    const me = Symbol('me');
    const undo = createPersonalUndo(doc, me);
    setStyle(doc, 'drums', 'sound', 'bells', me);
    undo.undo();
    expect(readStyle(doc, 'drums').sound).toBeNull();
    undo.redo();
    expect(readStyle(doc, 'drums').sound).toBe('bells');
  });
});

describe('the audible version of a stem', () => {
  it('changes when the worker delivers, and back at once when the sound goes', () => {
    const doc = withDrums();
    setStyle(doc, 'drums', 'sound', 'bells', null);
    expect(heard(doc)).toBe('sep-1');
    deliver(doc, 'bells');
    expect(readAudibleSources(doc)).toEqual([
      { ...original, name: 'drums', sourceId: 'sty-drums-bells', headroomBits: 1 },
    ]);
    setStyle(doc, 'drums', 'amount', 0.5, null);
    expect(heard(doc)).toBe('sty-drums-bells');
    setStyle(doc, 'drums', 'sound', null, null);
    expect(heard(doc)).toBe('sep-1');
  });

  it('is never the sound that was chosen before', () => {
    const doc = withDrums();
    setStyle(doc, 'drums', 'sound', 'kitchen', null);
    deliver(doc, 'bells');
    expect(heard(doc)).toBe('sep-1');
    deliver(doc, 'kitchen');
    applyServerEdit(doc, { type: 'drop-styled-stem', stemId: 'drums' });
    expect(heard(doc)).toBe('sep-1');
  });
});
