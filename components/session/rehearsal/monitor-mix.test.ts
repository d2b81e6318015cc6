// The mix as one listener hears it: louder, softer or silent for them, and the shared mix untouched.
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { FADER_MIN_DB } from '@/contract/units';
import { setStrip } from '@/document/edits';
import { readMix } from '@/document/read';
import { monitorMix } from './monitor-store';

const HEARS = { muted: ['bass'], gainsDb: { drums: 6, vocals: -3 }, countIn: 0 as const };

function mixOf() {
  const doc = new Y.Doc();
  setStrip(doc, 'drums', 'gainDb', -2, null);
  setStrip(doc, 'vocals', 'gainDb', FADER_MIN_DB, null);
  setStrip(doc, 'other', 'gainDb', 1, null);
  return readMix(doc);
}

it('monitorMix changes what this person wants changed, and leaves the shared mix as it is', () => {
  const mix = mixOf();
  const before = JSON.stringify(mix);
  const { strips } = monitorMix(mix, HEARS);
  expect(strips.drums?.gainDb).toBe(4);
  expect(strips.bass?.mute).toBe(true);
  expect(strips.other).toBe(mix.strips.other);
  expect(JSON.stringify(mix)).toBe(before);
});

it('monitorMix does not let a closed fader sound', () => {
  const louder = { ...HEARS, gainsDb: { vocals: 12 } };
  expect(monitorMix(mixOf(), louder).strips.vocals?.gainDb).toBe(FADER_MIN_DB);
});

it('monitorMix moves a lane with its fader', () => {
  const mix = mixOf();
  const drums = mix.strips.drums;
  if (!drums) throw new Error('There is no strip.');
  const automation = {
    gainDb: [
      { at: 0, value: -10 },
      { at: 5, value: FADER_MIN_DB },
    ],
  };
  const automated = { ...mix, strips: { ...mix.strips, drums: { ...drums, automation } } };
  expect(monitorMix(automated, HEARS).strips.drums?.automation?.gainDb).toEqual([
    { at: 0, value: -4 },
    { at: 5, value: FADER_MIN_DB },
  ]);
});
