// Groups: made of tracks, joined and left by hand and key, one deep whatever two people do, and undone.
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { setStrip } from './edits';
import { readMix } from './read';
import { createTrack, duplicateTrack, removeTrack } from './track-edits';
import { createGroup, moveTrack, setTrackGroup, stepTrack } from './track-moves';
import { readTracks } from './tracks';
import { createPersonalUndo } from './undo';
import { validateState } from './validate';

/** The rows of the mixer; those in a group are indented. */
const rows = (doc: Y.Doc): string[] =>
  readTracks(doc).map(({ name, group }) => (group === null ? name : `  ${name}`));

/** A document with tracks of these names, and their ids. */
function open<Name extends string>(...names: readonly Name[]) {
  const doc = new Y.Doc();
  const ids = names.map((name) => [name, createTrack(doc, { name, source: null }, 'ana')] as const);
  return { doc, ids: Object.fromEntries(ids) as Readonly<Record<Name, string>> };
}

it('a group stands where its first track stood, and tracks join and leave it', () => {
  const { doc, ids } = open('Kick', 'Snare', 'Bass');
  const undo = createPersonalUndo(doc, 'ana');
  const group = createGroup(doc, ids.Snare, 'ana');
  expect(rows(doc)).toEqual(['Kick', 'Group 1', '  Snare', 'Bass']);
  setTrackGroup(doc, ids.Kick, group, 'ana');
  expect(rows(doc)).toEqual(['Group 1', '  Snare', '  Kick', 'Bass']);
  setStrip(doc, group, 'gainDb', -6, 'ana');
  expect(readMix(doc).strips[ids.Kick]?.group).toBe(group);
  expect(readMix(doc).strips[group]).toMatchObject({ gainDb: -6, clips: [] });
  expect(readMix(doc).strips[ids.Bass]).not.toHaveProperty('group');
  setTrackGroup(doc, ids.Snare, null, 'ana');
  expect(rows(doc)).toEqual(['Group 1', '  Kick', 'Snare', 'Bass']);
  for (let step = 0; step < 4; step++) undo.undo();
  expect(rows(doc)).toEqual(['Kick', 'Snare', 'Bass']);
  expect(validateState(doc)).toBeNull();
});

it('the tracks of a group that is removed stay where they stand, and undo brings it back around them', () => {
  const { doc, ids } = open('Kick', 'Snare', 'Bass');
  const undo = createPersonalUndo(doc, 'ana');
  const group = createGroup(doc, ids.Snare, 'ana');
  setTrackGroup(doc, ids.Bass, group, 'ana');
  moveTrack(doc, group, 0, 'ana');
  expect(rows(doc)).toEqual(['Group 1', '  Snare', '  Bass', 'Kick']);
  removeTrack(doc, group, 'ana');
  expect(rows(doc)).toEqual(['Snare', 'Bass', 'Kick']);
  expect(readMix(doc).strips[ids.Snare]).not.toHaveProperty('group');
  undo.undo();
  expect(rows(doc)).toEqual(['Group 1', '  Snare', '  Bass', 'Kick']);
});

it('arrow keys lead a track into a group, through it and out again', () => {
  const { doc, ids } = open('Kick', 'Snare', 'Bass');
  createGroup(doc, ids.Snare, 'ana');
  const seen: string[][] = [];
  for (let step = 0; step < 4; step++) {
    stepTrack(doc, ids.Kick, 1, 'ana');
    seen.push(rows(doc));
  }
  expect(seen).toEqual([
    ['Group 1', '  Kick', '  Snare', 'Bass'],
    ['Group 1', '  Snare', '  Kick', 'Bass'],
    ['Group 1', '  Snare', 'Kick', 'Bass'],
    ['Group 1', '  Snare', 'Bass', 'Kick'],
  ]);
  for (let step = 0; step < 5; step++) stepTrack(doc, ids.Kick, -1, 'ana');
  expect(rows(doc)).toEqual(['Kick', 'Group 1', '  Snare', 'Bass']);
  stepTrack(doc, ids.Kick, -1, 'ana');
  expect(rows(doc)).toEqual(['Kick', 'Group 1', '  Snare', 'Bass']);
});

it('a track dropped between those of a group is in it, and a group moves with its tracks', () => {
  const { doc, ids } = open('Kick', 'Snare', 'Bass', 'Keys');
  const group = createGroup(doc, ids.Kick, 'ana');
  setTrackGroup(doc, ids.Snare, group, 'ana');
  moveTrack(doc, ids.Keys, 2, 'ana');
  expect(rows(doc)).toEqual(['Group 1', '  Kick', '  Keys', '  Snare', 'Bass']);
  moveTrack(doc, ids.Kick, 4, 'ana');
  expect(rows(doc)).toEqual(['Group 1', '  Keys', '  Snare', 'Bass', 'Kick']);
  stepTrack(doc, group, 1, 'ana');
  expect(rows(doc)).toEqual(['Bass', 'Group 1', '  Keys', '  Snare', 'Kick']);
  moveTrack(doc, group, 4, 'ana');
  expect(rows(doc)).toEqual(['Bass', 'Kick', 'Group 1', '  Keys', '  Snare']);
});

it('a group is duplicated with its tracks, and a track of it beside it', () => {
  const { doc, ids } = open('Kick', 'Bass');
  const group = createGroup(doc, ids.Kick, 'ana');
  setStrip(doc, group, 'pan', 0.5, 'ana');
  const copy = duplicateTrack(doc, group, 'ana');
  expect(rows(doc)).toEqual(['Group 1', '  Kick', 'Group 1 copy', '  Kick', 'Bass']);
  expect(readMix(doc).strips[copy]?.pan).toBe(0.5);
  duplicateTrack(doc, ids.Kick, 'ana');
  expect(rows(doc).slice(0, 3)).toEqual(['Group 1', '  Kick', '  Kick copy']);
});

it('stays one deep, whatever is written', () => {
  const { doc, ids } = open('Kick', 'Snare', 'Bass');
  const group = createGroup(doc, ids.Kick, 'ana');
  expect(() => createGroup(doc, ids.Kick, 'ana')).toThrow('cannot be in another');
  expect(() => createGroup(doc, group, 'ana')).toThrow('cannot be in another');
  const tracks = doc.getMap('tracks');
  tracks.set(`${group}/group`, group);
  tracks.set(`${ids.Snare}/group`, ids.Bass);
  tracks.set(`${ids.Bass}/group`, 'track-of-nobody');
  tracks.set(`${ids.Snare}/kind`, 'band');
  expect(rows(doc)).toEqual(['Group 1', '  Kick', 'Snare', 'Bass']);
});
