// For tests: random edits of the list of tracks, like those of a mixer.
import fc from 'fast-check';
import type * as Y from 'yjs';
import { TRACK_COLORS } from '@/contract/track-colors';
import {
  createTrack,
  duplicateTrack,
  moveTrack,
  removeTrack,
  renameTrack,
  setTrackColor,
} from '../track-edits';
import { readTracks } from '../tracks';
import { mapEdits } from './random-map-edits';

const kinds = fc.constantFrom('create', 'rename', 'color', 'move', 'duplicate', 'remove');

interface TrackEdit {
  readonly track: string;
  /** Which of the tracks there are. */
  readonly which: number;
  readonly to: number;
  readonly name: string;
}

/** Few enough that a long run of edits does not fill the project. */
const MANY_TRACKS = 12;

function makeTrackEdit(doc: Y.Doc, { track: kind, which, to, name }: TrackEdit, origin: unknown): void {
  const tracks = readTracks(doc);
  const picked = tracks[which % Math.max(1, tracks.length)];
  const isFull = tracks.length >= MANY_TRACKS;
  if (kind === 'create' && !isFull) createTrack(doc, { name, source: to % 2 ? 'drums' : null }, origin);
  if (!picked) return;
  if (kind === 'rename') renameTrack(doc, picked.id, name, origin);
  else if (kind === 'color')
    setTrackColor(doc, picked.id, TRACK_COLORS[to % TRACK_COLORS.length] ?? 'stone', origin);
  else if (kind === 'move') moveTrack(doc, picked.id, to % tracks.length, origin);
  else if (kind === 'duplicate' && !isFull) duplicateTrack(doc, picked.id, origin);
  else if (kind === 'remove') removeTrack(doc, picked.id, origin);
}

export const trackEdits = mapEdits({
  edits: fc.record({
    track: kinds,
    which: fc.nat(),
    to: fc.nat(20),
    name: fc.constantFrom('Guitar', 'Bass DI'),
  }),
  make: ({ doc, origin }, edit) => makeTrackEdit(doc, edit, origin),
  read: readTracks,
});
