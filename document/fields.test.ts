// The registers of processors, tempo and key: named after their place in the state, read, set, put back.
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { resetProcessor, setDelay, setField, setMaster, setReverb, setSong, setStrip } from './edits';
import { fieldsOfEntity } from './fields';
import { defaultValue, fieldValue, withField } from './mix-fields';
import { DEFAULT_EQ } from './processors';
import { readMix, readStrip } from './read';
import { DEFAULT_MIX, DEFAULT_STRIP, mixStateSchema } from './schema';
import { createPersonalUndo } from './undo';
import { validateState } from './validate';

describe('fields', () => {
  it('are the leaves of the states', () => {
    const strip = [...(fieldsOfEntity('drums')?.keys() ?? [])];
    expect(strip).toHaveLength(48);
    expect(strip).toEqual(
      expect.arrayContaining(['invert', 'eqBypass', 'eqLowShelfHz', 'compressorRatio', 'sendsReverbDb']),
    );
    expect([...(fieldsOfEntity('song')?.keys() ?? [])]).toEqual([
      'tempo',
      'keySemitones',
      'bpm',
      'gridShiftMs',
      'gridDoublings',
      'gridFirstBeat',
      'gridBeatsPerBar',
      'gridIsSteady',
    ]);
    expect(fieldsOfEntity('constructor')?.get('mute')).toBeDefined();
    expect(fieldsOfEntity('Drums!')).toBeNull();
  });

  it('are looked up and set in a copy that shares what stays', () => {
    const mix = { ...DEFAULT_MIX, strips: { drums: DEFAULT_STRIP, bass: DEFAULT_STRIP } };
    const next = withField(mix, 'drums', 'eqHighPeakGainDb', 4);
    expect(fieldValue(next, 'drums', 'eqHighPeakGainDb')).toBe(4);
    expect(fieldValue(mix, 'drums', 'eqHighPeakGainDb')).toBe(0);
    expect(next.strips.drums?.eq.lowShelf).toBe(DEFAULT_EQ.lowShelf);
    expect(next.strips.bass).toBe(mix.strips.bass);
    expect(withField(mix, 'song', 'tempo', 0.8).tempo).toBe(0.8);
    expect(withField(mix, 'reverb', 'decayS', 3).reverb.decayS).toBe(3);
    expect(withField(mix, 'vocals', 'pan', 1)).toBe(mix);
    expect([defaultValue('drums', 'compressorRatio'), defaultValue('delay', 'leftMs')]).toEqual([1, 375]);
    expect(() => fieldValue(mix, 'drums', 'tilt')).toThrow(RangeError);
  });
});

describe('processors in the document', () => {
  it('are set within their ranges', () => {
    const doc = new Y.Doc();
    setStrip(doc, 'drums', 'eqLowShelfHz', 5, null);
    setStrip(doc, 'drums', 'compressorRatio', 99, null);
    setMaster(doc, 'limiterOn', true, null);
    setReverb(doc, 'decayS', 3, null);
    setDelay(doc, 'feedback', 2, null);
    setSong(doc, 'keySemitones', -3.5, null);
    setDelay(doc, 'rightNote', 6.8, null);
    setSong(doc, 'bpm', 120.5, null);
    const mix = readMix(doc);
    expect(mix.strips.drums?.eq.lowShelf).toEqual({ hz: 20, gainDb: 0, q: 0.7 });
    expect(mix.strips.drums?.compressor.ratio).toBe(20);
    expect([mix.master.limiter.on, mix.reverb.decayS, mix.delay.feedback]).toEqual([true, 3, 0.95]);
    expect([mix.tempo, mix.keySemitones, mix.bpm]).toEqual([1, -3.5, 120.5]);
    expect([mix.delay.leftNote, mix.delay.rightNote]).toEqual([0, 7]);
    expect(mixStateSchema.parse(mix)).toEqual(mix);
    expect(validateState(doc)).toBeNull();
    expect(() => setField(doc, 'drums', 'invert', 1, null)).toThrow(RangeError);
    expect(() => setField(doc, 'song', 'gainDb', 1, null)).toThrow(RangeError);
  });

  it('pass over what no version of the studio would have written', () => {
    const doc = new Y.Doc();
    const map = doc.getMap('mix');
    map.set('drums/compressorRatio', 'loud');
    map.set('drums/eqLowPeakQ', Number.NaN);
    map.set('drums/sendsReverbDb', Number.NEGATIVE_INFINITY);
    map.set('master/limiterOn', 1);
    map.set('song/tempo', 9);
    expect(readMix(doc)).toEqual({ ...DEFAULT_MIX, strips: { drums: DEFAULT_STRIP }, tempo: 2 });
  });

  it('of a version without note values, are free times at an unknown tempo', () => {
    const doc = new Y.Doc();
    setDelay(doc, 'leftMs', 310, null);
    const mix = readMix(doc);
    expect([mix.delay, mix.bpm]).toEqual([{ ...DEFAULT_MIX.delay, leftMs: 310 }, 0]);
    const { leftNote, rightNote, ...delay } = mix.delay;
    const { bpm, ...stored } = { ...mix, delay };
    expect(mixStateSchema.parse(stored)).toEqual(mix);
  });

  it('are put back one by one, in one step of undo', () => {
    const doc = new Y.Doc();
    setStrip(doc, 'drums', 'eqLowShelfGainDb', 6, null);
    setStrip(doc, 'drums', 'eqBypass', true, null);
    setStrip(doc, 'drums', 'gainDb', -6, null);
    const undo = createPersonalUndo(doc, 'me');
    resetProcessor(doc, 'drums', 'eq', 'me');
    expect(readStrip(doc, 'drums')).toEqual({ ...DEFAULT_STRIP, gainDb: -6 });
    undo.undo();
    expect(readStrip(doc, 'drums').eq).toMatchObject({ bypass: true, lowShelf: { gainDb: 6 } });
    expect(undo.canUndo()).toBe(false);
  });
});
