// Tracks: what a project of before has, what people make of them, and what stays the same.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { at } from '@/contract/required';
import { editClips, wholeClip } from './clip-edits';
import { readClips } from './clips';
import { setStrip } from './edits';
import { readMix } from './read';
import { applyServerEdit } from './server-edits';
import { readDeliveredSources } from './sources';
import { editArbitrary, openReplica } from './testing/random-edits';
import { createTrack, duplicateTrack, removeTrack, renameTrack, setTrackColor } from './track-edits';
import { moveTrack } from './track-moves';
import { MAX_TRACKS } from './track-schema';
import { readTracks } from './tracks';
import { createPersonalUndo } from './undo';
import { validateState } from './validate';

const stem = (id: string, name = id) => ({
  id,
  name,
  sourceId: 'sep-1',
  lengthSamples: 441_000,
  sampleRate: 44_100,
  segmentSamples: 262_144,
  headroomBits: 0,
});

function open(): Y.Doc {
  const doc = new Y.Doc();
  applyServerEdit(doc, { type: 'put-stems', stems: [stem('drums', 'Drums'), stem('vocals', 'Vocals')] });
  return doc;
}
const namesOf = (doc: Y.Doc) => readTracks(doc).map(({ name }) => name);

describe('the tracks of a project', () => {
  it('are the separated stems, in the order of the mixer, until somebody edits them', () => {
    expect(readTracks(open())).toMatchObject([
      { id: 'vocals', stemId: 'vocals', name: 'Vocals', color: 'rose' },
      { id: 'drums', stemId: 'drums', name: 'Drums', color: 'amber' },
    ]);
  });

  it('are renamed, coloured, moved and removed, each as one step of undo', () => {
    const doc = open();
    const undo = createPersonalUndo(doc, 'ana');
    renameTrack(doc, 'drums', '  Kit ', 'ana');
    setTrackColor(doc, 'drums', 'blue', 'ana');
    moveTrack(doc, 'drums', 0, 'ana');
    expect(readTracks(doc)).toMatchObject([{ name: 'Kit', color: 'blue' }, { name: 'Vocals' }]);
    removeTrack(doc, 'drums', 'ana');
    expect(namesOf(doc)).toEqual(['Vocals']);
    for (const names of [
      ['Kit', 'Vocals'],
      ['Vocals', 'Kit'],
    ]) {
      undo.undo();
      expect(namesOf(doc)).toEqual(names);
    }
    undo.undo();
    undo.undo();
    expect(readTracks(doc)).toEqual(readTracks(open()));
    expect(validateState(doc)).toBeNull();
  });

  it('move between neighbours however often', () => {
    const doc = open();
    for (let i = 0; i < 200; i++) {
      const last = at(readTracks(doc), readTracks(doc).length - 1).id;
      if (i < 3) createTrack(doc, { name: `Take ${i}`, source: null }, 'ana');
      moveTrack(doc, last, 1, 'ana');
      expect(at(readTracks(doc), 1).id).toBe(last);
    }
  });

  it('keep a name of blanks from replacing theirs', () => {
    const doc = open();
    renameTrack(doc, 'drums', ' \n ', 'ana');
    expect(namesOf(doc)).toEqual(['Vocals', 'Drums']);
  });
});

describe('a track that somebody makes', () => {
  it('stands behind the others, and is silent until clips lie on it', () => {
    const doc = open();
    const id = createTrack(doc, { name: 'Guitar', source: null }, 'ana');
    expect(namesOf(doc)).toEqual(['Vocals', 'Drums', 'Guitar']);
    expect(readClips(doc, id)).toEqual([]);
    editClips(
      doc,
      { id, lengthSamples: 0 },
      new Map([['one', { ...wholeClip(stem('drums')), source: 'drums' }]]),
      'ana',
    );
    expect(readMix(doc).strips[id]?.clips).toMatchObject([{ source: 'drums', length: 441_000 }]);
    expect(validateState(doc)).toBeNull();
  });

  it('is a copy with the strip, clips and automation of another', () => {
    const doc = open();
    setStrip(doc, 'drums', 'gainDb', -6, 'ana');
    editClips(
      doc,
      stem('drums'),
      new Map([['whole', { ...wholeClip(stem('drums')), length: 1_000 }]]),
      'ana',
    );
    const copy = duplicateTrack(doc, 'drums', 'ana');
    expect(readTracks(doc)).toMatchObject([
      { id: 'vocals' },
      { id: 'drums' },
      { id: copy, stemId: 'drums', name: 'Drums copy', color: 'amber' },
    ]);
    const { strips } = readMix(doc);
    expect(strips[copy]).toEqual(strips.drums);
  });

  it('is refused beyond what a project can have', () => {
    const doc = new Y.Doc();
    for (let i = 0; i < MAX_TRACKS; i++) createTrack(doc, { name: `Track ${i}`, source: null }, 'ana');
    expect(() => createTrack(doc, { name: 'One more', source: null }, 'ana')).toThrow('at most 128 tracks');
  });
});

describe('an imported file', () => {
  it('becomes a track behind the others, and comes back when it is imported again', () => {
    const doc = open();
    const source = stem('file-1', 'Tambourine');
    applyServerEdit(doc, { type: 'put-source', source });
    expect(readTracks(doc)).toMatchObject([
      { id: 'vocals' },
      { id: 'drums' },
      { id: 'file-1', stemId: 'file-1', name: 'Tambourine' },
    ]);
    const before = Y.encodeStateVector(doc);
    applyServerEdit(doc, { type: 'put-source', source });
    expect(Y.encodeStateVector(doc)).toEqual(before);
    removeTrack(doc, 'file-1', 'ana');
    applyServerEdit(doc, { type: 'put-source', source });
    expect(namesOf(doc)).toEqual(['Vocals', 'Drums', 'Tambourine']);
  });

  it('asked for by clips alone is a source and no track, until it is imported as a track as well', () => {
    const doc = open();
    const source = stem('file-2', 'Take');
    applyServerEdit(doc, { type: 'put-source', source, isTrack: false });
    expect(namesOf(doc)).toEqual(['Vocals', 'Drums']);
    expect(readDeliveredSources(doc)).toContainEqual(source);
    applyServerEdit(doc, { type: 'put-source', source });
    expect(namesOf(doc)).toEqual(['Vocals', 'Drums', 'Take']);
  });
});

it('reads tracks that exist, once each, whatever was edited', () => {
  const property = fc.property(fc.array(editArbitrary, { maxLength: 60 }), (edits) => {
    const replica = openReplica(1, []);
    for (const { make } of edits) make(replica);
    const tracks = readTracks(replica.doc);
    expect(new Set(tracks.map(({ id }) => id)).size).toBe(tracks.length);
    const { strips } = readMix(replica.doc);
    for (const { id } of tracks) expect(strips).toHaveProperty([id]);
    expect(validateState(replica.doc)).toBeNull();
  });
  fc.assert(property, { numRuns: 50 });
});
