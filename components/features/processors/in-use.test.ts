// What the buttons of the strips say about their processors.
import { expect, it } from 'vitest';
import { withField } from '@/document/mix-fields';
import { DEFAULT_MASTER, DEFAULT_MIX, DEFAULT_STRIP, type StripState } from '@/document/schema';
import { masterInUse, stripInUse } from './in-use';

const set = (field: string, value: number | boolean, strip: StripState = DEFAULT_STRIP): StripState =>
  withField({ ...DEFAULT_MIX, strips: { drums: strip } }, 'drums', field, value).strips.drums ?? strip;

it('stripInUse and masterInUse name what changes the sound, and nothing neutral or bypassed', () => {
  expect(stripInUse(DEFAULT_STRIP)).toEqual([]);
  expect(stripInUse(set('eqLowPeakHz', 300))).toEqual([]);
  const eq = set('eqLowPeakGainDb', 3);
  expect(stripInUse(eq)).toEqual(['EQ']);
  expect(stripInUse(set('eqBypass', true, eq))).toEqual([]);
  const all = set('invert', true, set('sendsDelayDb', -6, set('compressorRatio', 2, eq)));
  expect(stripInUse(all)).toEqual(['EQ', 'compressor', 'sends', 'polarity']);
  expect(masterInUse(DEFAULT_MASTER)).toEqual([]);
  expect(masterInUse({ ...DEFAULT_MASTER, limiter: { ...DEFAULT_MASTER.limiter, on: true } })).toEqual([
    'limiter',
  ]);
});
