// What the edits of tracks have in common: writing a register, a place among the others, and whether there is room.
import type * as Y from 'yjs';
import { stemIdSchema } from '@/contract/stems';
import { positionsBetween } from './positions';
import { registerKey, registersEverSet } from './registers';
import { type RowPlace, rowsIn } from './track-order';
import { MAX_TRACKS, TRACK_REGISTERS, TRACKS_MAP, type TrackField, trackFields } from './track-schema';
import type { Track } from './tracks';

const FIELDS_OF_A_TRACK = Object.keys(trackFields).length;

/** Sets a register of a track unless it has the value already. */
export function setTrackField(doc: Y.Doc, trackId: string, field: TrackField, value: unknown): void {
  const map = doc.getMap<unknown>(TRACKS_MAP);
  const key = registerKey(stemIdSchema.parse(trackId), field);
  if (map.get(key) !== value) map.set(key, trackFields[field].parse(value));
}

/** @throws RangeError with a user message */
export function checkRoom(doc: Y.Doc, tracks: readonly Track[], added = 1): void {
  if (tracks.length + added > MAX_TRACKS) throw new RangeError(`A project has at most ${MAX_TRACKS} tracks.`);
  if (registersEverSet(doc, TRACKS_MAP) + added * FIELDS_OF_A_TRACK > TRACK_REGISTERS.maxRegisters)
    throw new RangeError('This project has had as many tracks as a project can have.');
}

/** @throws RangeError when the track is not there any more */
export function findTrack(tracks: readonly Track[], id: string): Track {
  const track = tracks.find((each) => each.id === id);
  if (!track) throw new RangeError('This track is not there any more.');
  return track;
}

/** Puts tracks beside those of a place, in their order: writes their positions, of all there where they leave no room. */
export function writePlace(
  doc: Y.Doc,
  rows: readonly Track[],
  moved: readonly Track[],
  place: RowPlace,
): void {
  const siblings = rowsIn(rows, place.group).filter((row) => !moved.includes(row));
  const [before, after] = [siblings[place.index - 1], siblings[place.index]];
  const positions = positionsBetween(before, after, moved.length);
  const order = [...siblings.slice(0, place.index), ...moved, ...siblings.slice(place.index)];
  for (const [at, { id }] of order.entries()) if (!positions) setTrackField(doc, id, 'position', at);
  for (const [at, { id, group }] of moved.entries()) {
    if (positions) setTrackField(doc, id, 'position', positions[at]);
    if (group !== place.group) setTrackField(doc, id, 'group', place.group);
  }
}
