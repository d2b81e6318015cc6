// The edits a person makes to tracks: making, naming, colouring, moving, duplicating and removing them.
import type * as Y from 'yjs';
import { stemIdSchema } from '@/contract/stems';
import { cleanLine, truncateText } from '@/contract/text';
import type { TrackColor } from '@/contract/track-colors';
import { AUTOMATION_MAP, parseLaneEntity } from './automation-schema';
import { CLIPS_MAP } from './clip-schema';
import { cutKey } from './clips';
import { newTrackId } from './new-id';
import { positionsBetween } from './positions';
import { parseRegisterKey, registerKey, registersEverSet } from './registers';
import { MIX_MAP } from './schema';
import { FIRST_MADE_POSITION } from './sources';
import {
  MAX_TRACK_NAME,
  MAX_TRACKS,
  TRACK_REGISTERS,
  TRACKS_MAP,
  type TrackField,
  trackFields,
} from './track-schema';
import { readTracks, type Track } from './tracks';

const FIELDS_OF_A_TRACK = Object.keys(trackFields).length;

/** Sets a register of a track unless it has the value already. */
function setTrackField(doc: Y.Doc, trackId: string, field: TrackField, value: unknown): void {
  const map = doc.getMap<unknown>(TRACKS_MAP);
  const key = registerKey(stemIdSchema.parse(trackId), field);
  if (map.get(key) !== value) map.set(key, trackFields[field].parse(value));
}

/** @throws RangeError with a user message */
function checkRoom(doc: Y.Doc, tracks: readonly Track[]): void {
  if (tracks.length >= MAX_TRACKS) throw new RangeError(`A project has at most ${MAX_TRACKS} tracks.`);
  if (registersEverSet(doc, TRACKS_MAP) + FIELDS_OF_A_TRACK > TRACK_REGISTERS.maxRegisters)
    throw new RangeError('This project has had as many tracks as a project can have.');
}

/** @throws RangeError when the track is not there any more */
function findTrack(tracks: readonly Track[], id: string): Track {
  const track = tracks.find((each) => each.id === id);
  if (!track) throw new RangeError('This track is not there any more.');
  return track;
}

/** The name as tracks have names; null when nothing is left of it. */
const trackName = (name: string): string | null =>
  truncateText(cleanLine(name).trim(), MAX_TRACK_NAME).trim() || null;

/** Behind all tracks there are, and all stems that may still come. */
const positionBehind = (tracks: readonly Track[]): number =>
  Math.max(FIRST_MADE_POSITION, (tracks.at(-1)?.position ?? 0) + 1);

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

/** Writes the position of the track at `index` of an order; of all where the neighbours leave no room between them. */
function writePosition(doc: Y.Doc, order: readonly Track[], index: number): void {
  const [position = null] = positionsBetween(order[index - 1], order[index + 1], 1) ?? [];
  for (const [at, { id }] of order.entries()) {
    if (position === null) setTrackField(doc, id, 'position', at);
    else if (at === index) setTrackField(doc, id, 'position', position);
  }
}

/**
 * Moves a track to a place among the others.
 * @param index where it stands afterwards, from 0; pulled into the list
 * @throws RangeError when the track is not there any more
 */
export function moveTrack(doc: Y.Doc, id: string, index: number, origin: unknown): void {
  const tracks = readTracks(doc);
  const track = findTrack(tracks, id);
  const to = Math.min(tracks.length - 1, Math.max(0, Math.round(index)));
  if (tracks[to]?.id === id) return;
  const others = tracks.filter((each) => each.id !== id);
  const order = [...others.slice(0, to), track, ...others.slice(to)];
  doc.transact(() => writePosition(doc, order, to), origin);
}

/** Removes a track from the project for everyone. Its settings stay, so that undo brings it back as it was. */
export function removeTrack(doc: Y.Doc, id: string, origin: unknown): void {
  doc.transact(() => setTrackField(doc, id, 'removed', true), origin);
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

/**
 * Duplicates a track with its strip, clips and automation; the copy stands behind it and plays the same source.
 * @returns the id of the copy
 * @throws RangeError with a user message when it is not there any more, or there is no room
 */
export function duplicateTrack(doc: Y.Doc, id: string, origin: unknown): string {
  const tracks = readTracks(doc);
  const track = findTrack(tracks, id);
  checkRoom(doc, tracks);
  const copyId = newTrackId();
  const at = tracks.indexOf(track) + 1;
  const order = [...tracks.slice(0, at), { ...track, id: copyId }, ...tracks.slice(at)];
  doc.transact(() => {
    setTrackField(doc, copyId, 'source', track.stemId);
    setTrackField(doc, copyId, 'name', truncateText(`${track.name} copy`, MAX_TRACK_NAME));
    setTrackField(doc, copyId, 'color', track.color);
    writePosition(doc, order, at);
    for (const map of [MIX_MAP, CLIPS_MAP])
      copyRegisters(doc, map, (entity) => (entity === id ? copyId : null));
    copyRegisters(doc, AUTOMATION_MAP, (entity) => {
      const lane = parseLaneEntity(entity);
      return lane?.stemId === id ? `${copyId}.${lane.lane}` : null;
    });
  }, origin);
  return copyId;
}
