// Previewing a version writes nothing; restoring it is one edit that undo reverts.
import { expect, it } from 'vitest';
import { setStrip } from '@/document/edits';
import { openDocument } from '@/document/open';
import { readMix } from '@/document/read';
import { applyServerEdit } from '@/document/server-edits';
import { DEFAULT_STYLE } from '@/document/style-schema';
import { createPersonalUndo } from '@/document/undo';
import { createMixReader } from '../../collaboration/mix-reader';
import { MixPreview } from './mix-preview';

const drumsStem = {
  id: 'drums',
  name: 'Drums',
  sourceId: 'sep-1',
  lengthSamples: 10,
  sampleRate: 44_100,
  segmentSamples: 262_144,
  headroomBits: 0,
};

it('shows a version while others go on, then the shared mix or the version for good', () => {
  const doc = openDocument();
  applyServerEdit(doc, { type: 'put-stems', stems: [drumsStem] });
  setStrip(doc, 'drums', 'gainDb', -6, 'me');
  const undo = createPersonalUndo(doc, 'me');
  const preview = new MixPreview(doc, 'me', createMixReader(doc));
  const version = {
    id: 'v1',
    name: 'Loud',
    created_at: '2026-01-01T00:00:00.000Z',
    created_by: null,
    registers: { mix: { 'drums/gainDb': 3 }, styles: { 'drums/sound': 'bells' } },
  };
  let updates = 0;
  doc.on('update', () => {
    updates += 1;
  });
  const drums = () => preview.mix.get().strips.drums?.gainDb;

  expect(preview.styles.get()).toEqual({ drums: DEFAULT_STYLE });
  preview.show(version);
  expect(preview.styles.get()).toEqual({ drums: { ...DEFAULT_STYLE, sound: 'bells' } });
  expect([drums(), readMix(doc).strips.drums?.gainDb, updates]).toEqual([3, -6, 0]);
  setStrip(doc, 'drums', 'gainDb', -9, 'somebody');
  expect(drums()).toBe(3);
  preview.show(null);
  expect(drums()).toBe(-9);

  preview.show(version);
  preview.restore();
  expect([drums(), readMix(doc).strips.drums?.gainDb, updates]).toEqual([3, 3, 2]);
  expect(preview.version.get()).toBeNull();
  undo.undo();
  expect(drums()).toBe(-9);
  preview.destroy();
});
