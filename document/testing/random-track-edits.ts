// For tests: random edits of the list of tracks, like those of a mixer.
import fc from 'fast-check';
import type * as Y from 'yjs';
import { TRACK_COLORS } from '@/contract/track-colors';
import { createTrack, duplicateTrack, removeTrack, renameTrack, setTrackColor } from '../track-edits';
import { createGroup, moveTrack, setTrackGroup, stepTrack } from '../track-moves';
import { readTracks, type Track } from '../tracks';
import { mapEdits } from './random-map-edits';

interface TrackEdit {
  readonly track: string;
  /** Which of the tracks there are. */
  readonly which: number;
  readonly to: number;
  readonly name: string;
}

/** Few enough that a long run of edits does not fill the project. */
const MANY_TRACKS = 12;

type Edit = (doc: Y.Doc, picked: Track, edit: TrackEdit, origin: unknown) => void;
const isFull = (doc: Y.Doc): boolean => readTracks(doc).length >= MANY_TRACKS;

/** The edits of a track that is there. */
const EDITS: Readonly<Record<string, Edit>> = {
  rename: (doc, { id }, { name }, origin) => renameTrack(doc, id, name, origin),
  color: (doc, { id }, { to }, origin) =>
    setTrackColor(doc, id, TRACK_COLORS[to % TRACK_COLORS.length] ?? 'stone', origin),
  move: (doc, { id }, { to }, origin) => moveTrack(doc, id, to % readTracks(doc).length, origin),
  step: (doc, { id }, { to }, origin) => stepTrack(doc, id, to % 2 ? 1 : -1, origin),
  group(doc, { id, kind, group }, _, origin) {
    if (!isFull(doc) && kind === 'track' && group === null) createGroup(doc, id, origin);
  },
  join(doc, { id }, { to }, origin) {
    const groups = readTracks(doc).filter(({ kind }) => kind === 'group');
    const group = groups[to % Math.max(1, groups.length)];
    if (group) setTrackGroup(doc, id, group.id, origin);
  },
  leave: (doc, { id }, _, origin) => setTrackGroup(doc, id, null, origin),
  duplicate(doc, { id }, _, origin) {
    if (!isFull(doc)) duplicateTrack(doc, id, origin);
  },
  remove: (doc, { id }, _, origin) => removeTrack(doc, id, origin),
};

function makeTrackEdit(doc: Y.Doc, edit: TrackEdit, origin: unknown): void {
  const tracks = readTracks(doc);
  const picked = tracks[edit.which % Math.max(1, tracks.length)];
  if (picked) EDITS[edit.track]?.(doc, picked, edit, origin);
  if (edit.track === 'create' && !isFull(doc))
    createTrack(doc, { name: edit.name, source: edit.to % 2 ? 'drums' : null }, origin);
}

export const trackEdits = mapEdits({
  edits: fc.record({
    track: fc.constantFrom('create', ...Object.keys(EDITS)),
    which: fc.nat(),
    to: fc.nat(20),
    name: fc.constantFrom('Guitar', 'Bass DI'),
  }),
  make: ({ doc, origin }, edit) => makeTrackEdit(doc, edit, origin),
  read: readTracks,
});
