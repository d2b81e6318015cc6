// Reading the shared mix: one strip's change leaves every other strip the same object.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { addPoint } from '@/document/automation';
import { setMaster, setStrip } from '@/document/edits';
import { readMix } from '@/document/read';
import { DEFAULT_STRIP } from '@/document/schema';
import { applyServerEdit } from '@/document/server-edits';
import { readStyles } from '@/document/styles';
import { editArbitrary, openReplica } from '@/document/testing/random-edits';
import { readTracks } from '@/document/tracks';
import { createMixReader } from './mix-reader';

const stem = (id: string) => ({
  id,
  name: id,
  sourceId: 'sep-x',
  lengthSamples: 44_100,
  sampleRate: 44_100,
  segmentSamples: 262_144,
  headroomBits: 0,
});

it('shares what did not change', () => {
  const doc = new Y.Doc();
  applyServerEdit(doc, { type: 'put-stems', stems: [stem('drums'), stem('vocals')] });
  const reader = createMixReader(doc);
  expect(reader.tracks.get().map((each) => each.id)).toEqual(['vocals', 'drums']);
  const before = reader.mix.get();
  let calls = 0;
  reader.mix.subscribe(() => {
    calls += 1;
  });

  setStrip(doc, 'drums', 'gainDb', -6, 'test');
  const after = reader.mix.get();
  expect(after.strips.drums).toEqual({ ...DEFAULT_STRIP, gainDb: -6 });
  expect(after.strips.vocals).toBe(before.strips.vocals);
  expect(after.master).toBe(before.master);

  setMaster(doc, 'gainDb', -3, 'test');
  expect(reader.mix.get().strips).toBe(after.strips);
  addPoint(doc, { stemId: 'vocals', lane: 'pan' }, { at: 9, value: 1 }, 'test');
  expect(reader.mix.get().strips.vocals?.automation?.pan).toMatchObject([{ at: 9, value: 1 }]);
  expect(reader.mix.get().strips.drums).toBe(after.strips.drums);
  expect(calls).toBe(3);

  reader.destroy();
  setStrip(doc, 'drums', 'mute', true, 'test');
  expect(calls).toBe(3);
});

it('says what the document says, whatever is edited', () => {
  const property = fc.property(fc.array(editArbitrary, { maxLength: 40 }), (edits) => {
    const replica = openReplica(1, []);
    const reader = createMixReader(replica.doc);
    for (const edit of edits) {
      edit.make(replica);
      expect(reader.mix.get()).toEqual(readMix(replica.doc));
      expect(reader.tracks.get()).toEqual(readTracks(replica.doc));
      expect(reader.styles.get()).toEqual(readStyles(replica.doc));
    }
    reader.destroy();
    replica.doc.destroy();
  });
  fc.assert(property, { numRuns: 30 });
});
