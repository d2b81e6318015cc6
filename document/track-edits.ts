// The edits a person makes to tracks: making, naming, colouring, duplicating and removing them. Moves are in track-moves.ts.
import type * as Y from 'yjs';
import { cleanLine, truncateText } from '@/contract/text';
import type { TrackColor } from '@/contract/track-colors';
import { AUTOMATION_MAP, parseLaneEntity } from './automation-schema';
import { CLIPS_MAP } from './clip-schema';
import { cutKey } from './clips';
import { newTrackId } from './new-id';
import { parseRegisterKey, registerKey } from './registers';
import { MIX_MAP } from './schema';
import { FIRST_MADE_POSITION } from './sources';
import { type RowPlace, rowsIn } from './track-order';
import { MAX_TRACK_NAME, TRACKS_MAP } from './track-schema';
import { checkRoom, findTrack, setTrackField, writePlace } from './track-writes';
import { readTracks, type Track } from './tracks';

/** The name as tracks have names; null when nothing is left of it. */
const trackName = (name: string): string | null =>
  truncateText(cleanLine(name).trim(), MAX_TRACK_NAME).trim() || null;

/** Behind all tracks there are, and all stems that may still come. */
const positionBehind = (tracks: readonly Track[]): number =>
  Math.max(FIRST_MADE_POSITION, (rowsIn(tracks, null).at(-1)?.position ?? 0) + 1);

export interface NewTrack {
  readonly name: string;
  /** What it plays: the id of a source, null for a track that waits for clips. */
  readonly source: string | null;
}

/**
 * Adds a track behind the others.
 * @param origin who edits: the origin given to `createPersonalUndo`
 * @returns its id
 * @throws RangeError with a user message when the project has as many tracks as it can have
 */
export function createTrack(doc: Y.Doc, { name, source }: NewTrack, origin: unknown): string {
  const tracks = readTracks(doc);
  checkRoom(doc, tracks);
  const id = newTrackId();
  doc.transact(() => {
    setTrackField(doc, id, 'source', source);
    setTrackField(doc, id, 'name', trackName(name) ?? 'Track');
    setTrackField(doc, id, 'position', positionBehind(tracks));
    if (source === null) doc.getMap<unknown>(CLIPS_MAP).set(cutKey(id), true);
  }, origin);
  return id;
}

/** Makes a source a track of its own id behind the others, or brings back the one that was removed. */
export function restoreTrack(doc: Y.Doc, sourceId: string, origin: unknown): void {
  const map = doc.getMap<unknown>(TRACKS_MAP);
  const tracks = readTracks(doc);
  if (tracks.some(({ id }) => id === sourceId)) return;
  doc.transact(() => {
    map.delete(registerKey(sourceId, 'removed'));
    setTrackField(doc, sourceId, 'source', sourceId);
    if (!map.has(registerKey(sourceId, 'position')))
      setTrackField(doc, sourceId, 'position', positionBehind(tracks));
  }, origin);
}

/** Renames a track; a name of blanks alone changes nothing. */
export function renameTrack(doc: Y.Doc, id: string, name: string, origin: unknown): void {
  const wanted = trackName(name);
  if (wanted !== null) doc.transact(() => setTrackField(doc, id, 'name', wanted), origin);
}

export function setTrackColor(doc: Y.Doc, id: string, color: TrackColor, origin: unknown): void {
  doc.transact(() => setTrackField(doc, id, 'color', color), origin);
}

/**
 * Removes a track from the project for everyone. Its settings stay, so that undo brings it back as it was. The tracks of a
 * group that is removed stay where they stand, in none.
 */
export function removeTrack(doc: Y.Doc, id: string, origin: unknown): void {
  const tracks = readTracks(doc);
  const members = rowsIn(tracks, id);
  const index = rowsIn(tracks, null).findIndex((row) => row.id === id);
  doc.transact(() => {
    if (members.length > 0) writePlace(doc, tracks, members, { group: null, index });
    setTrackField(doc, id, 'removed', true);
  }, origin);
}

/** Copies the registers of one entity of a map to another of the same map. */
function copyRegisters(doc: Y.Doc, map: string, renamed: (entity: string) => string | null): void {
  const registers = doc.getMap<unknown>(map);
  for (const [key, value] of [...registers]) {
    const name = parseRegisterKey(key);
    const entity = name && renamed(name.entity);
    if (name && entity) registers.set(registerKey(entity, name.field), value);
  }
}

/** Makes a copy of a track at a place, with its strip, clips and automation. @returns its id */
function copyTrack(doc: Y.Doc, rows: readonly Track[], track: Track, place: RowPlace, name: string): string {
  const id = newTrackId();
  setTrackField(doc, id, 'source', track.stemId);
  if (track.kind === 'group') setTrackField(doc, id, 'kind', 'group');
  setTrackField(doc, id, 'name', name);
  setTrackField(doc, id, 'color', track.color);
  writePlace(doc, rows, [{ ...track, id, group: null }], place);
  for (const map of [MIX_MAP, CLIPS_MAP])
    copyRegisters(doc, map, (entity) => (entity === track.id ? id : null));
  copyRegisters(doc, AUTOMATION_MAP, (entity) => {
    const lane = parseLaneEntity(entity);
    return lane?.stemId === track.id ? `${id}.${lane.lane}` : null;
  });
  return id;
}

/**
 * Duplicates a track with its strip, clips and automation; the copy stands behind it and plays the same source. A group
 * is duplicated with its tracks.
 * @returns the id of the copy
 * @throws RangeError with a user message when it is not there any more, or there is no room
 */
export function duplicateTrack(doc: Y.Doc, id: string, origin: unknown): string {
  const tracks = readTracks(doc);
  const track = findTrack(tracks, id);
  const members = rowsIn(tracks, id);
  checkRoom(doc, tracks, 1 + members.length);
  let copyId = '';
  doc.transact(() => {
    const index = rowsIn(tracks, track.group).indexOf(track) + 1;
    const name = truncateText(`${track.name} copy`, MAX_TRACK_NAME);
    copyId = copyTrack(doc, tracks, track, { group: track.group, index }, name);
    for (const [at, member] of members.entries())
      copyTrack(doc, tracks, member, { group: copyId, index: at }, member.name);
  }, origin);
  return copyId;
}
