// Which changes of the mix are one row of the activity, and what the row says.
import { expect, it } from 'vitest';
import { openDocument } from '@/document/open';
import { activityOf, subjectOf } from './change-activity';

const change = (map: string, key: string, before: unknown, after: unknown) => ({ map, key, before, after });
const told = (...changes: ReturnType<typeof change>[]) => activityOf({ changes, live: openDocument() });

it('keeps one row for each control and one for each processor', () => {
  const subjects = [
    change('mix', 'drums/gainDb', undefined, -3),
    change('mix', 'drums/eqLowShelfHz', undefined, 80),
    change('mix', 'drums/eqHighShelfGainDb', undefined, 3),
    change('mix', 'drums/compressorRatio', undefined, 4),
    change('mix', 'reverb/decayS', undefined, 4),
    change('mix', 'song/tempo', undefined, 0.9),
    change('styles', 'drums/sound', undefined, 'bells'),
    change('styles', 'drums/voices', undefined, 2),
    change('clips', 'drums/cut', undefined, true),
    change('automation', 'drums.pan/p1', undefined, { at: 1, value: 0 }),
    change('history', 'restored', undefined, 'v'),
  ].map(subjectOf);
  expect(subjects).toEqual([
    'mix/drums/gainDb',
    'mix/drums/eq',
    'mix/drums/eq',
    'mix/drums/compressor',
    'mix/reverb/reverb',
    'mix/song/tempo',
    'styles/drums',
    'styles/drums',
    'clips/drums',
    'automation/drums.pan',
    null,
  ]);
});

it('records one setting with its first and last value, and several as their processor', () => {
  const gain = change('mix', 'drums/eqLowShelfGainDb', undefined, 3);
  const back = change('mix', 'drums/eqLowShelfHz', 100, 100);
  expect(told(gain, back)).toEqual({
    kind: 'mix',
    register: 'drums/eqLowShelfGainDb',
    before: null,
    after: 3,
  });
  const q = change('mix', 'drums/eqHighPeakQ', undefined, 2);
  expect(told(gain, q)).toEqual({ kind: 'processor', entity: 'drums', processor: 'eq' });
  expect(told(back)).toBeNull();
});

it('records the choice of a sound rather than its settings', () => {
  const voices = change('styles', 'bass/voices', undefined, 2);
  expect(told(voices)).toEqual({ kind: 'style-set', stem: 'bass' });
  expect(told(voices, change('styles', 'bass/sound', undefined, 'bells'))).toEqual({
    kind: 'style-chosen',
    stem: 'bass',
    soundId: 'bells',
  });
  expect(told(change('styles', 'bass/sound', 'bells', null))).toEqual({
    kind: 'style-chosen',
    stem: 'bass',
    soundId: null,
  });
  // From no sound to none.
  expect(told(change('styles', 'bass/sound', undefined, null))).toBeNull();
});

it('says nothing of a control that reads as it did before', () => {
  expect(told(change('mix', 'song/keySemitones', undefined, 0))).toBeNull();
  expect(told(change('mix', 'song/tempo', 1, 1.0001))).toBeNull();
  expect(told(change('mix', 'bass/gainDb', undefined, 0.04))).toBeNull();
  expect(told(change('mix', 'vocals/mute', undefined, false))).toBeNull();
  expect(told(change('mix', 'vocals/mute', undefined, true))).not.toBeNull();
  expect(told(change('mix', 'bass/gainDb', undefined, 0.06))).not.toBeNull();
});
