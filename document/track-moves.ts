// The edits of where tracks stand: moving them among each other, making groups, and putting tracks into and out of them.
import type * as Y from 'yjs';
import { newTrackId } from './new-id';
import { placeAfterStep, placeAt, placeBehind, rowsIn } from './track-order';
import { checkRoom, findTrack, setTrackField, writePlace } from './track-writes';
import { readTracks } from './tracks';

/**
 * Moves a track to a place among the others, into and out of groups too; a group moves with its tracks.
 * @param index where it stands afterwards, from 0; pulled into the list
 * @throws RangeError when the track is not there any more
 */
export function moveTrack(doc: Y.Doc, id: string, index: number, origin: unknown): void {
  const tracks = readTracks(doc);
  const track = findTrack(tracks, id);
  if (tracks[Math.min(tracks.length - 1, Math.max(0, Math.round(index)))]?.id === id) return;
  doc.transact(() => writePlace(doc, tracks, [track], placeAt(tracks, track, index)), origin);
}

/**
 * Moves a track past the next one, or over the edge of a group; a group past the next row that is in none. Nothing
 * happens where it can go no further.
 * @throws RangeError when the track is not there any more
 */
export function stepTrack(doc: Y.Doc, id: string, step: -1 | 1, origin: unknown): void {
  const tracks = readTracks(doc);
  const track = findTrack(tracks, id);
  const place = placeAfterStep(tracks, track, step);
  if (place) doc.transact(() => writePlace(doc, tracks, [track], place), origin);
}

/**
 * Puts a track into a group, behind the others there, or takes it out and puts it right behind its group.
 * @param group the id of the group; null for none
 * @throws RangeError when the track or the group is not there any more
 */
export function setTrackGroup(doc: Y.Doc, id: string, group: string | null, origin: unknown): void {
  const tracks = readTracks(doc);
  const track = findTrack(tracks, id);
  if (track.kind === 'group' || track.group === group) return;
  if (group !== null && findTrack(tracks, group).kind !== 'group') return;
  const place =
    group === null ? placeBehind(tracks, track.group ?? '') : { group, index: rowsIn(tracks, group).length };
  doc.transact(() => writePlace(doc, tracks, [track], place), origin);
}

/**
 * Makes a group where a track stands, with that track in it.
 * @returns the id of the group
 * @throws RangeError with a user message when the track is not there any more, is in a group or one itself, or there is
 *   no room
 */
export function createGroup(doc: Y.Doc, trackId: string, origin: unknown): string {
  const tracks = readTracks(doc);
  const track = findTrack(tracks, trackId);
  if (track.kind === 'group' || track.group !== null)
    throw new RangeError('A group cannot be in another group.');
  checkRoom(doc, tracks);
  const id = newTrackId();
  const count = tracks.filter(({ kind }) => kind === 'group').length;
  doc.transact(() => {
    setTrackField(doc, id, 'source', null);
    setTrackField(doc, id, 'kind', 'group');
    setTrackField(doc, id, 'name', `Group ${count + 1}`);
    setTrackField(doc, id, 'color', track.color);
    setTrackField(doc, id, 'position', track.position);
    setTrackField(doc, trackId, 'group', id);
  }, origin);
  return id;
}
